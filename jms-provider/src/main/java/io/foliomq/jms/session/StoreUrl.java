package io.foliomq.jms.session;

import java.nio.charset.CharacterCodingException;
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
 * directory; {@code folio:} alone is {@code ./foliomq}. Percent-encoded UTF-8 works everywhere. A key of redelivery or consumers may
 * name a pattern of destinations: {@code redelivery[orders.*].maximumRedeliveries=3}.
 *
 * @param directory as it was written, decoded
 * @param parameters keys and values, decoded, in the order in which they were written
 */
public record StoreUrl(String directory, Map<String, String> parameters) {
    public static final String DEFAULT_DIRECTORY = "foliomq";
    private static final String SCHEME = "folio:";
    private static final String PASSWORD = SettingsKey.PASSWORD.text();
    private static final String HIDDEN = "***";
    private static final Pattern SCOPED = Pattern.compile("(redelivery|consumer)\\[(.+)]\\.(\\w+)");

    public StoreUrl {
        parameters = new LinkedHashMap<>(parameters);
        requireUnicode("directory", directory);
        parameters.forEach((key, value) -> {
            requireUnicode("key", key);
            requireUnicode(key, value);
        });
    }

    /** Anything else would be another text as soon as it is written as a URL. */
    private static void requireUnicode(String what, String text) {
        if (!PercentEncoding.canEncode(text)) {
            throw new IllegalArgumentException(
                    "store URL: " + what + "=" + (what.equalsIgnoreCase(PASSWORD) ? HIDDEN : text)
                            + ", accepted=Unicode text, without unpaired surrogates");
        }
    }

    /** @throws IllegalArgumentException naming what is wrong and what is accepted. */
    public static StoreUrl parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "store URL: value=" + redacted(url) + ", accepted=folio:DIRECTORY?key=value&...");
        }
        int query = url.indexOf('?');
        String path = decode(url, url.substring(SCHEME.length(), query < 0 ? url.length() : query), false);
        String directory = path.startsWith("///") ? path.replaceFirst("^/+", "/") : path;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query < 0 ? new String[0] : url.substring(query + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = decode(url, equals < 0 ? pair : pair.substring(0, equals), false);
                String value =
                        equals < 0 ? "" : decode(url, pair.substring(equals + 1), key.equalsIgnoreCase(PASSWORD));
                if (parameters.put(key, value) != null) {
                    throw new IllegalArgumentException(
                            "store URL: key=" + key + ", accepted=each key once, url=" + redacted(url));
                }
            }
        }
        return new StoreUrl(directory.isEmpty() ? DEFAULT_DIRECTORY : directory, parameters);
    }

    private static String decode(String url, String part, boolean secret) {
        try {
            return PercentEncoding.decode(part);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "store URL: part=" + (secret ? HIDDEN : part) + ", accepted=percent-encoded UTF-8, url="
                            + redacted(url),
                    e);
        }
    }

    /** Any text that may be such a URL, for people: without the password. */
    private static String redacted(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        StringJoiner pairs = new StringJoiner("&", url.substring(0, query + 1), "");
        for (String pair : url.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            pairs.add(equals >= 0 && isSecret(pair.substring(0, equals)) ? PASSWORD + "=" + HIDDEN : pair);
        }
        return pairs.toString();
    }

    /** What cannot be decoded may be anything. */
    private static boolean isSecret(String key) {
        try {
            return PercentEncoding.decode(key).equalsIgnoreCase(PASSWORD);
        } catch (CharacterCodingException e) {
            return true;
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
        String plain = hasScope ? scoped.group(1) + "." + scoped.group(3) : key;
        SettingsKey known = SettingsKey.of(plain)
                .orElseThrow(() -> new IllegalArgumentException("setting: key=" + key + ", accepted="
                        + SettingsKey.known() + " redelivery[PATTERN].* consumer[PATTERN].*"));
        SettingsValue value = new SettingsValue(key, hasScope ? scoped.group(2) : "", text);
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

    /** The textual form, which {@link #parse} reads, password included. */
    public String text() {
        return text(parameters);
    }

    /** The textual form without the password. */
    public String textWithoutPassword() {
        Map<String, String> shown = new LinkedHashMap<>(parameters);
        shown.remove(PASSWORD);
        return text(shown);
    }

    /** For people: the textual form, the password not shown. */
    @Override
    public String toString() {
        Map<String, String> shown = new LinkedHashMap<>(parameters);
        shown.replace(PASSWORD, HIDDEN);
        return text(shown);
    }

    private String text(Map<String, String> shown) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        shown.forEach((key, value) -> query.add(PercentEncoding.encode(key) + "=" + PercentEncoding.encode(value)));
        return SCHEME + PercentEncoding.encode(directory).replace("%2F", "/") + query;
    }
}
