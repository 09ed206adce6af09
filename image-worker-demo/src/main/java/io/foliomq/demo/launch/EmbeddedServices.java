package io.foliomq.demo.launch;

import io.foliomq.demo.photos.DatabaseAddress;
import io.foliomq.demo.photos.EmbeddedDatabase;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import io.foliomq.demo.storage.EmbeddedStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The S3 store and the database that run in this process when the settings name no others. */
final class EmbeddedServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private EmbeddedServices() {}

    /** Starts what is needed and writes where it is into the data directory. */
    static EmbeddedServices start(Settings settings, DataDirectory directory) {
        EmbeddedServices services = new EmbeddedServices();
        if (settings.s3Endpoint().isPresent() && settings.databaseUrl().isPresent()) {
            return services;
        }
        FileLock lock = directory.lockServices();
        services.running.push(() -> lock.channel().close());
        try {
            Files.createDirectories(directory.database());
            Properties known = Addresses.read(directory.services());
            if (settings.s3Endpoint().isEmpty()) {
                services.startStore(settings, directory, known);
            }
            if (settings.databaseUrl().isEmpty()) {
                services.startDatabase(settings, directory, known);
            }
            Addresses.write(directory.services(), known);
            return services;
        } catch (IOException e) {
            services.close();
            throw new SettingsException("data directory cannot be used: data=" + directory + ", cause=" + e, e);
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    private void startStore(Settings settings, DataDirectory directory, Properties known) {
        String accessKey = keep(known, Addresses.S3_ACCESS_KEY);
        String secretKey = keep(known, Addresses.S3_SECRET_KEY);
        String before = known.getProperty(Addresses.S3_ENDPOINT);
        int port = choosePort(
                settings.s3Port(), before == null ? 0 : URI.create(before).getPort());
        EmbeddedStore store = EmbeddedStore.start(directory.objects(), port, accessKey, secretKey);
        running.push(store);
        known.setProperty(Addresses.S3_ENDPOINT, store.endpoint().toString());
    }

    private void startDatabase(Settings settings, DataDirectory directory, Properties known) {
        String password = keep(known, Addresses.DATABASE_PASSWORD);
        String before = known.getProperty(Addresses.DATABASE_URL);
        int last = before == null
                ? 0
                : URI.create(before.substring("jdbc:h2:".length())).getPort();
        EmbeddedDatabase database = EmbeddedDatabase.start(
                directory.database(), choosePort(settings.databasePort(), last), "demo", password);
        running.push(database);
        DatabaseAddress address = database.address();
        known.setProperty(Addresses.DATABASE_URL, address.url());
        known.setProperty(Addresses.DATABASE_USER, address.user());
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("embedded service did not close: cause={}", e.toString());
            }
        }
    }

    private static String keep(Properties known, String key) {
        String value = known.getProperty(key);
        if (value == null) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            value = HexFormat.of().formatHex(random);
            known.setProperty(key, value);
        }
        return value;
    }

    /** The port that was asked for, else the last one when it is free, since workers that still run know it. */
    private static int choosePort(int asked, int last) {
        return asked != 0 || last <= 0 ? asked : isFree(last) ? last : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
