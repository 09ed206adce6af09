package io.foliomq.demo.photos;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.settings.SettingsException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to the demo's database. A database that does not answer is an {@link Outage}; a statement that it
 * refuses is a defect of ours. Threads may share it.
 */
public final class Database implements Pause.Probe, AutoCloseable {
    private static final long CONNECT_MILLIS = 5_000;

    private final Supplier<DatabaseAddress> locate;
    private final int connections;
    private volatile Pool pool;

    private record Pool(DatabaseAddress address, HikariDataSource source) {}

    /** Work in one transaction: committed when it returns, rolled back when it throws. */
    interface Transaction<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /** @param locate asked at first and, since an embedded database may come back elsewhere, on every probe */
    public Database(Supplier<DatabaseAddress> locate, int connections) {
        this.locate = locate;
        this.connections = connections;
        this.pool = connect(locate.get());
    }

    /**
     * Brings the schema up to date.
     *
     * @throws SettingsException when the database cannot be reached, or a newer version wrote it
     */
    public void migrate() {
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(pool.source())
                    .locations("classpath:db/migration")
                    .load();
            for (var migration : flyway.info().applied()) {
                if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                    throw new SettingsException("database was written by a newer version: url=" + pool.address()
                            + ", schema=" + migration.getVersion());
                }
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new SettingsException(
                    "database cannot be used: database.url=" + pool.address() + ", cause=" + rootOf(e), e);
        }
    }

    <T extends @Nullable Object> T inTransaction(Transaction<T> work) {
        try (Connection connection = pool.source().getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.run(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection);
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** One statement in a transaction of its own; answers how many rows it changed. */
    int update(String sql, @Nullable Object... values) {
        return inTransaction(connection -> update(connection, sql, values));
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public void check() {
        DatabaseAddress address = locate.get();
        if (!address.equals(pool.address())) {
            Pool before = pool;
            pool = connect(address);
            before.source().close();
        }
        inTransaction(connection -> connection.isValid(2) ? 1 : fail(connection));
    }

    @Override
    public void close() {
        pool.source().close();
    }

    private static int fail(Connection connection) throws SQLException {
        throw new SQLException("connection is not valid: " + connection, "08000");
    }

    private Pool connect(DatabaseAddress address) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setValidationTimeout(CONNECT_MILLIS / 2);
        config.setInitializationFailTimeout(-1);
        config.setPoolName("demo");
        return new Pool(address, new HikariDataSource(config));
    }

    private RuntimeException failure(SQLException e) {
        String state = e.getSQLState();
        boolean ours = state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
        return ours
                ? new IllegalStateException("statement refused: state=" + state, e)
                : new Outage("database failed: url=" + pool.address(), e);
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The failure that led here is the one to report, and the pool drops a broken connection.
            return;
        }
    }

    private static @Nullable String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
