package io.foliomq.demo.launch;

import io.foliomq.demo.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** The directory that all processes of one demo share, and what is where in it. */
public final class DataDirectory {
    private static final int VERSION = 1;
    private static final String VERSION_FILE = "demo.version";

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens the directory, or makes it for this user alone.
     *
     * @throws SettingsException when it belongs to another user, was written by a newer version, or cannot be written
     */
    public static DataDirectory open(Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            checkOwner(path);
            checkVersion(path);
            return new DataDirectory(path);
        } catch (IOException e) {
            throw new SettingsException("data directory cannot be used: data=" + path + ", cause=" + e, e);
        }
    }

    public Path objects() {
        return path.resolve("objects");
    }

    public Path database() {
        return path.resolve("database");
    }

    public Path scratch() {
        return path.resolve("scratch");
    }

    Path services() {
        return path.resolve("services.properties");
    }

    /**
     * Makes this process the one that runs the embedded services, for as long as it lives.
     *
     * @throws SettingsException when another process is
     */
    FileLock lockServices() {
        try {
            FileChannel channel = FileChannel.open(
                    path.resolve("services.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            channel.close();
        } catch (IOException | OverlappingFileLockException e) {
            throw new SettingsException("data directory cannot be locked: data=" + path + ", cause=" + e, e);
        }
        throw new SettingsException("data directory is in use: data=" + path
                + ", by=another process with role web or all, accepted=a directory of its own");
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static void checkOwner(Path path) throws IOException {
        UserPrincipal owner = Files.getOwner(path);
        String user = System.getProperty("user.name", "");
        UserPrincipal self =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
        if (!owner.equals(self)) {
            throw new SettingsException("data directory belongs to another user: data=" + path + ", owner="
                    + owner.getName() + ", user=" + user);
        }
        if (!Files.isWritable(path)) {
            throw new SettingsException("data directory is not writable: data=" + path + ", user=" + user);
        }
    }

    private static void checkVersion(Path path) throws IOException {
        Path file = path.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, Integer.toString(VERSION));
            return;
        }
        String found = Files.readString(file).trim();
        if (!found.matches("[0-9]{1,9}")) {
            throw new SettingsException("data directory is not one of this demo: file=" + file + ", found=" + found);
        }
        if (Integer.parseInt(found) > VERSION) {
            throw new SettingsException("data directory was written by a newer version: data=" + path + ", found="
                    + found + ", accepted=" + VERSION + " and older");
        }
    }
}
