package io.foliomq.demo.campaign;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** An S3 server and a PostgreSQL named by the environment; the campaign has a bucket and a schema of its own there. */
final class RealServers implements AutoCloseable {
    private static final String PREFIX = "FOLIOMQ_TEST_";

    private final Map<String, String> environment;
    private final String name = "campaign-" + UUID.randomUUID().toString().substring(0, 8);

    private RealServers(Map<String, String> environment) throws SQLException {
        this.environment = environment;
        execute("create schema \"" + name + "\"");
    }

    /** Empty when the environment names none. */
    static Optional<RealServers> find() throws SQLException {
        Map<String, String> found = new TreeMap<>();
        for (String variable : new String[] {
            "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "POSTGRES_URL", "POSTGRES_USER", "POSTGRES_PASSWORD"
        }) {
            String value = System.getenv(PREFIX + variable);
            if (value == null) {
                return Optional.empty();
            }
            found.put(variable, value);
        }
        return Optional.of(new RealServers(found));
    }

    String[] settings(String... more) {
        String[] all = {
            "--s3.endpoint=" + environment.get("S3_ENDPOINT"),
            "--s3.access-key=" + environment.get("S3_ACCESS_KEY"),
            "--s3.secret-key=" + environment.get("S3_SECRET_KEY"),
            "--s3.bucket=" + name,
            "--database.url=" + url(),
            "--database.user=" + environment.get("POSTGRES_USER"),
            "--database.password=" + environment.get("POSTGRES_PASSWORD")
        };
        String[] joined = new String[all.length + more.length];
        System.arraycopy(all, 0, joined, 0, all.length);
        System.arraycopy(more, 0, joined, all.length, more.length);
        return joined;
    }

    /** The answer to a query for one number. */
    long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("drop schema \"" + name + "\" cascade");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url(), environment.get("POSTGRES_USER"), environment.get("POSTGRES_PASSWORD"));
    }

    private String url() {
        String url = environment.get("POSTGRES_URL");
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }
}
