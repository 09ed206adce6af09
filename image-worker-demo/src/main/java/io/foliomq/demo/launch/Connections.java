package io.foliomq.demo.launch;

import io.foliomq.demo.messaging.Queues;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.photos.Database;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/**
 * What every process is connected to. Opening it proves that each part answers, so that a wrong setting is told at the
 * start and by its name; what fails later is an outage.
 */
public record Connections(ConnectionFactory queues, Database database, PhotoStorage storage) implements AutoCloseable {
    /** @throws SettingsException that names the setting when a part cannot be used */
    public static Connections open(Settings settings, DataDirectory directory, int databaseConnections) {
        Addresses addresses = new Addresses(settings, directory);
        ConnectionFactory queues = openQueues(settings);
        PhotoStorage storage = openStorage(settings, addresses);
        Database database = new Database(addresses::database, databaseConnections);
        try {
            database.migrate();
            return new Connections(queues, database, storage);
        } catch (RuntimeException e) {
            database.close();
            storage.close();
            throw e;
        }
    }

    @Override
    public void close() {
        database.close();
        storage.close();
    }

    private static ConnectionFactory openQueues(Settings settings) {
        try {
            ConnectionFactory factory = Queues.connectionFactory(settings.queueUrl());
            try (Connection connection = factory.createConnection()) {
                connection.start();
            }
            return factory;
        } catch (JMSException | IllegalArgumentException e) {
            throw new SettingsException(
                    "message store cannot be opened: queue.url=" + settings.queueUrl() + ", cause=" + e.getMessage(),
                    e);
        }
    }

    private static PhotoStorage openStorage(Settings settings, Addresses addresses) {
        PhotoStorage storage = new PhotoStorage(addresses::storage);
        try {
            storage.makeBucket();
            return storage;
        } catch (Outage e) {
            storage.close();
            throw new SettingsException(
                    "S3 store cannot be used: s3.endpoint="
                            + addresses.storage().endpoint() + ", s3.bucket="
                            + settings.s3Bucket() + ", s3.access-key="
                            + addresses.storage().accessKey() + ", cause=" + e.getMessage(),
                    e);
        }
    }
}
