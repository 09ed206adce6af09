package io.foliomq.demo.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one process, each checked. They come from the command line ({@code --port=0}), else from the
 * environment ({@code FOLIOMQ_DEMO_PORT=0}), else from the default.
 */
public final class Settings {
    private final Map<Setting, String> values;

    private Settings(Map<Setting, String> values) {
        this.values = values;
    }

    /** @throws SettingsException that names the setting when one is unknown or wrong */
    public static Settings parse(List<String> arguments, Map<String, String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, environment.getOrDefault(setting.variable(), setting.standard()));
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new SettingsException("argument not understood: value=" + argument + ", accepted=--name=value");
            }
            values.put(Setting.named(argument.substring(2, equals)), argument.substring(equals + 1));
        }
        Settings settings = new Settings(values);
        settings.check();
        return settings;
    }

    /** The same settings as environment variables for a child process, so that no key shows in a process list. */
    public Map<String, String> toEnvironment(Role role) {
        Map<String, String> environment = new LinkedHashMap<>();
        values.forEach((setting, value) -> environment.put(setting.variable(), value));
        environment.put(Setting.ROLE.variable(), role.name().toLowerCase(Locale.ROOT));
        environment.put(Setting.DATA.variable(), data().toString());
        return environment;
    }

    public Role role() {
        return switch (text(Setting.ROLE)) {
            case "all" -> Role.ALL;
            case "web" -> Role.WEB;
            case "worker" -> Role.WORKER;
            case "plain-worker" -> Role.PLAIN_WORKER;
            default -> throw wrong(Setting.ROLE, "all, web, worker or plain-worker");
        };
    }

    public Path data() {
        try {
            return Path.of(text(Setting.DATA)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw wrong(Setting.DATA, "a path");
        }
    }

    public String host() {
        return text(Setting.HOST);
    }

    public boolean isLoopback() {
        return host().equals("localhost") || host().startsWith("127.") || host().equals("::1");
    }

    public int port() {
        return number(Setting.PORT, 0, 65_535);
    }

    public int workers() {
        return number(Setting.WORKERS, 0, 64);
    }

    public String queueUrl() {
        String url = text(Setting.QUEUE_URL);
        String directory =
                data().resolve("store").toString().replace("%", "%25").replace("?", "%3F");
        // When to give up is decided by the photo's own count of attempts, which no outage adds to.
        return url.isEmpty() ? "folio:" + directory + "?redelivery.maximumRedeliveries=-1" : url;
    }

    public int queueLimit() {
        return number(Setting.QUEUE_LIMIT, 1, 100_000_000);
    }

    /** Where the S3 store is; empty means the embedded one. */
    public Optional<URI> s3Endpoint() {
        return endpoint(Setting.S3_ENDPOINT);
    }

    public Optional<URI> s3PublicEndpoint() {
        return endpoint(Setting.S3_PUBLIC_ENDPOINT);
    }

    public String s3AccessKey() {
        return text(Setting.S3_ACCESS_KEY);
    }

    public String s3SecretKey() {
        return text(Setting.S3_SECRET_KEY);
    }

    public String s3Region() {
        return text(Setting.S3_REGION);
    }

    public String s3Bucket() {
        return text(Setting.S3_BUCKET);
    }

    public int s3Port() {
        return number(Setting.S3_PORT, 0, 65_535);
    }

    /** The database's JDBC URL; empty means the embedded one. */
    public Optional<String> databaseUrl() {
        String url = text(Setting.DATABASE_URL);
        return url.isEmpty() ? Optional.empty() : Optional.of(url);
    }

    public String databaseUser() {
        return text(Setting.DATABASE_USER);
    }

    public String databasePassword() {
        return text(Setting.DATABASE_PASSWORD);
    }

    public int databasePort() {
        return number(Setting.DATABASE_PORT, 0, 65_535);
    }

    /** The largest upload, in bytes. */
    public long uploadLimit() {
        String text = text(Setting.UPLOAD_LIMIT).toUpperCase(Locale.ROOT);
        try {
            long bytes = text.endsWith("MB")
                    ? Math.multiplyExact(Long.parseLong(text.substring(0, text.length() - 2)), 1024L * 1024L)
                    : Long.parseLong(text);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(Setting.UPLOAD_LIMIT, "bytes, or megabytes as in 64MB");
        }
        throw wrong(Setting.UPLOAD_LIMIT, "bytes, or megabytes as in 64MB");
    }

    public int picturePixels() {
        return number(Setting.PICTURE_PIXELS, 1, Integer.MAX_VALUE);
    }

    public int attempts() {
        return number(Setting.ATTEMPTS, 1, 1_000);
    }

    private void check() {
        role();
        data();
        port();
        workers();
        queueLimit();
        s3PublicEndpoint();
        s3Port();
        databasePort();
        uploadLimit();
        picturePixels();
        attempts();
        if (s3Endpoint().isPresent()) {
            require(Setting.S3_ACCESS_KEY);
            require(Setting.S3_SECRET_KEY);
        }
        if (!s3Bucket().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw wrong(Setting.S3_BUCKET, "3 to 63 lower case letters, digits, dots and hyphens");
        }
        if (databaseUrl().filter(url -> !url.startsWith("jdbc:postgresql:")).isPresent()) {
            throw wrong(Setting.DATABASE_URL, "jdbc:postgresql://host:port/name");
        }
    }

    private void require(Setting setting) {
        if (text(setting).isEmpty()) {
            throw wrong(setting, "a value, since " + Setting.S3_ENDPOINT.key() + " is set");
        }
    }

    private Optional<URI> endpoint(Setting setting) {
        String text = text(setting);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            throw wrong(setting, "http://host:port or https://host:port");
        }
        throw wrong(setting, "http://host:port or https://host:port");
    }

    private int number(Setting setting, int least, int most) {
        String accepted = least + " to " + most;
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, accepted);
        }
        throw wrong(setting, accepted);
    }

    private String text(Setting setting) {
        String value = values.get(setting);
        return value == null ? setting.standard() : value.trim();
    }

    private SettingsException wrong(Setting setting, String accepted) {
        return SettingsException.wrong(setting, text(setting), accepted);
    }
}
