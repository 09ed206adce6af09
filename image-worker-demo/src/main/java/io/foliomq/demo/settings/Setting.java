package io.foliomq.demo.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every setting of the demo. The manual's table is checked against this list. */
public enum Setting {
    ROLE("role", "all", "`all` (web, embedded services and workers), `web`, `worker` or `plain-worker`"),
    DATA("data", "foliomq-demo", "directory that all processes share: message store, embedded database and objects"),
    HOST("host", "127.0.0.1", "address that the page is served on"),
    PORT("port", "8080", "port of the page; 0 takes a free one"),
    WORKERS("workers", "2", "worker processes that role `all` starts, 0 to 64"),
    QUEUE_URL(
            "queue.url",
            "",
            "FolioMQ URL of the message store; empty is `folio:<data>/store?redelivery.maximumRedeliveries=-1`"),
    QUEUE_LIMIT("queue.limit", "1000", "unfinished photos above which uploads are answered with 503"),
    S3_ENDPOINT(
            "s3.endpoint", "", "S3 endpoint, `http://host:port`; empty starts an embedded store in the web process"),
    S3_PUBLIC_ENDPOINT("s3.public-endpoint", "", "the same store as browsers reach it; empty is the endpoint"),
    S3_ACCESS_KEY("s3.access-key", "", "access key; needed with an endpoint"),
    S3_SECRET_KEY("s3.secret-key", "", "secret key; needed with an endpoint"),
    S3_REGION("s3.region", "us-east-1", "region that requests are signed for"),
    S3_BUCKET("s3.bucket", "photos", "bucket; made when it is not there"),
    S3_PORT("s3.port", "0", "port of the embedded store; 0 takes the one of the last run, or a free one"),
    DATABASE_URL("database.url", "", "`jdbc:postgresql://host/name`; empty starts an embedded H2 in the web process"),
    DATABASE_USER("database.user", "", "database user"),
    DATABASE_PASSWORD("database.password", "", "database password"),
    DATABASE_PORT("database.port", "0", "loopback port of the embedded database; 0 takes the last one, or a free one"),
    UPLOAD_LIMIT("upload.limit", "64MB", "largest photo that is accepted"),
    PICTURE_PIXELS("picture.pixels", "64000000", "most pixels a photo may have; more is refused as a bomb"),
    ATTEMPTS("attempts", "5", "times a photo may take its worker down before it is dead-lettered");

    private final String key;
    private final String standard;
    private final String meaning;

    Setting(String key, String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The name on the command line, as in {@code --key=value}. */
    public String key() {
        return key;
    }

    /** The name in the environment. */
    public String variable() {
        return "FOLIOMQ_DEMO_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }

    boolean secret() {
        return this == S3_SECRET_KEY || this == DATABASE_PASSWORD;
    }

    static Setting named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new SettingsException("no such setting: name=" + key + ", known=" + known()));
    }

    private static String known() {
        return Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(" "));
    }
}
