package io.foliomq.demo.launch;

import io.foliomq.demo.photos.DatabaseAddress;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import io.foliomq.demo.storage.StorageAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * Where the store and the database are: as the settings say, else as the process that embeds them has written into the
 * data directory, in a file that only its owner can read.
 */
public final class Addresses {
    static final String S3_ENDPOINT = "s3.endpoint";
    static final String S3_ACCESS_KEY = "s3.access-key";
    static final String S3_SECRET_KEY = "s3.secret-key";
    static final String DATABASE_URL = "database.url";
    static final String DATABASE_USER = "database.user";
    static final String DATABASE_PASSWORD = "database.password";

    private final Settings settings;
    private final DataDirectory directory;

    public Addresses(Settings settings, DataDirectory directory) {
        this.settings = settings;
        this.directory = directory;
    }

    public StorageAddress storage() {
        if (settings.s3Endpoint().isPresent()) {
            return address(settings.s3Endpoint().get(), settings.s3AccessKey(), settings.s3SecretKey());
        }
        Properties services = embedded();
        return address(
                URI.create(services.getProperty(S3_ENDPOINT)),
                services.getProperty(S3_ACCESS_KEY),
                services.getProperty(S3_SECRET_KEY));
    }

    public DatabaseAddress database() {
        if (settings.databaseUrl().isPresent()) {
            return new DatabaseAddress(
                    settings.databaseUrl().get(), settings.databaseUser(), settings.databasePassword());
        }
        Properties services = embedded();
        return new DatabaseAddress(
                services.getProperty(DATABASE_URL),
                services.getProperty(DATABASE_USER),
                services.getProperty(DATABASE_PASSWORD));
    }

    static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (InputStream input = Files.newInputStream(file)) {
                properties.load(input);
            }
        }
        return properties;
    }

    /** Replaces the file in one step, so that no reader sees half of it. */
    static void write(Path file, Properties properties) throws IOException {
        Path written = Files.createTempFile(
                file.getParent(),
                "services",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream output = Files.newOutputStream(written)) {
            properties.store(output, null);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Properties embedded() {
        try {
            Properties services = read(directory.services());
            for (String key : new String[] {S3_ENDPOINT, DATABASE_URL}) {
                boolean needed = key.equals(S3_ENDPOINT)
                        ? settings.s3Endpoint().isEmpty()
                        : settings.databaseUrl().isEmpty();
                if (needed && !services.containsKey(key)) {
                    throw new SettingsException("no embedded services here yet: data=" + directory + ", missing=" + key
                            + ", accepted=start role web or all first, or set " + key);
                }
            }
            return services;
        } catch (IOException e) {
            throw new SettingsException("services cannot be read: file=" + directory.services() + ", cause=" + e, e);
        }
    }

    private StorageAddress address(URI endpoint, String accessKey, String secretKey) {
        return new StorageAddress(
                endpoint,
                settings.s3PublicEndpoint().orElse(endpoint),
                accessKey,
                secretKey,
                settings.s3Region(),
                settings.s3Bucket());
    }
}
