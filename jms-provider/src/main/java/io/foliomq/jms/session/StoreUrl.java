package io.foliomq.jms.session;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code folio:DIRECTORY?key=value&…}: where a store is, and its settings. The directory may be absolute or relative to the working
 * directory; {@code folio:} alone is {@code ./foliomq}. Percent-encoding works everywhere. A key of redelivery may name a pattern of
 * destinations: {@code redelivery[orders.*].maximumRedeliveries=3}.
 *
 * @param directory as it was written, decoded
 * @param parameters keys and values, decoded, in the order in which they were written
 */
public record StoreUrl(String directory, Map<String, String> parameters) {
    public static final String DEFAULT_DIRECTORY = "foliomq";
    private static final String SCHEME = "folio:";
    private static final Pattern SCOPED = Pattern.compile("redelivery\\[(.+)]\\.(\\w+)");

    public StoreUrl {
        parameters = new LinkedHashMap<>(parameters);
    }

    /** @throws IllegalArgumentException naming what is wrong and what is accepted. */
    public static StoreUrl parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("store URL: value=" + url + ", accepted=folio:DIRECTORY?key=value&...");
        }
        int query = url.indexOf('?');
        String path = decode(url, url.substring(SCHEME.length(), query < 0 ? url.length() : query));
        String directory = path.startsWith("///") ? path.substring(2) : path;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query < 0 ? new String[0] : url.substring(query + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = decode(url, equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(url, pair.substring(equals + 1));
                if (parameters.put(key, value) != null) {
                    throw new IllegalArgumentException(
                            "store URL: key=" + key + ", accepted=each key once, url=" + url);
                }
            }
        }
        return new StoreUrl(directory.isEmpty() ? DEFAULT_DIRECTORY : directory, parameters);
    }

    private static String decode(String url, String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "store URL: part=" + part + ", accepted=percent-encoded UTF-8, url=" + url, e);
        }
    }

    /**
     * Reads all keys.
     *
     * @throws IllegalArgumentException naming key, value and what is accepted; an unknown key lists the known ones.
     */
    public Settings toSettings() {
        SettingsDraft draft = new SettingsDraft(path());
        parameters.forEach((key, text) -> apply(draft, key, text));
        return draft.toSettings();
    }

    private Path path() {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("store URL: directory=" + directory + ", accepted=a path", e);
        }
    }

    private static void apply(SettingsDraft draft, String key, String text) {
        Matcher scoped = SCOPED.matcher(key);
        boolean hasScope = scoped.matches();
        String plain = hasScope ? "redelivery." + scoped.group(2) : key;
        SettingsKey known = SettingsKey.of(plain)
                .orElseThrow(() -> new IllegalArgumentException(
                        "setting: key=" + key + ", accepted=" + SettingsKey.known() + " redelivery[PATTERN].*"));
        SettingsValue value = new SettingsValue(key, hasScope ? scoped.group(1) : "", text);
        try {
            known.apply(draft, value);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.contains("key=") ? e : value.refused(reason, e);
        }
    }

    /**
     * The same with this setting; null takes it out.
     *
     * @throws IllegalArgumentException as {@link #toSettings()}.
     */
    public StoreUrl with(String key, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        StoreUrl url = new StoreUrl(directory, changed);
        url.toSettings();
        return url;
    }

    /** The textual form, which {@link #parse} reads. */
    @Override
    public String toString() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((key, value) -> query.add(encode(key) + "=" + encode(value)));
        return SCHEME + encode(directory).replace("%2F", "/") + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
