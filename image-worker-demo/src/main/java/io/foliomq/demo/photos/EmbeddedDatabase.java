package io.foliomq.demo.photos;

import io.foliomq.demo.settings.SettingsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/**
 * An H2 database in a file, served to the other processes on the loopback address by this one. Every commit is written
 * before it returns, so that a killed process loses none.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "photos";

    static {
        // Before the first class of H2: it would listen on every interface.
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    private final Connection keeper;
    private final Server server;
    private final String user;
    private final String password;

    private EmbeddedDatabase(Connection keeper, Server server, String user, String password) {
        this.keeper = keeper;
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /**
     * @param port a port of the loopback address, 0 for a free one
     * @throws SettingsException when the port is taken or the file cannot be opened
     */
    public static EmbeddedDatabase start(Path directory, int port, String user, String password) {
        String file = directory.resolve(NAME).toString();
        Connection keeper;
        try {
            keeper = DriverManager.getConnection(
                    "jdbc:h2:file:" + file + ";MODE=PostgreSQL;WRITE_DELAY=0", user, password);
        } catch (SQLException e) {
            throw new SettingsException(
                    "embedded database does not open: file=" + file + ", cause=" + e.getMessage(), e);
        }
        try {
            Server server = Server.createTcpServer("-tcpPort", String.valueOf(port), "-tcpDaemon", "-key", NAME, file);
            return new EmbeddedDatabase(keeper, server.start(), user, password);
        } catch (SQLException e) {
            closeQuietly(keeper);
            throw new SettingsException(
                    "embedded database does not listen: database.port=" + port + ", cause=" + e.getMessage(), e);
        }
    }

    public DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + NAME, user, password);
    }

    @Override
    public void close() throws SQLException {
        server.stop();
        try (Statement statement = keeper.createStatement()) {
            statement.execute("shutdown");
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Already failing for the reason that is reported.
            return;
        }
    }
}
