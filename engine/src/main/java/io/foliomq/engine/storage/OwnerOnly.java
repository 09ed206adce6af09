package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** How files of a store come into being: for their owner only, whatever the process' mask says, and never where a symbolic link leads. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> READ_WRITE = PosixFilePermissions.fromString("rw-------");

    private static final FileAttribute<?> FILE = PosixFilePermissions.asFileAttribute(READ_WRITE);

    private static final FileAttribute<?> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** Opens a file; if it is made here, for the owner only. Fails if the name is a symbolic link. */
    public static FileChannel open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path, all, FILE);
    }

    /** To open a named pipe for one direction would wait for its other end. */
    public static void refuseOther(Path path) throws FileSystemException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            // Whoever opens it is told, if it is not gone or made meanwhile.
            return;
        }
        if (found.isDirectory() || found.isOther()) {
            throw new FileSystemException(path.toString(), null, "not a file");
        }
    }

    /** Makes an empty file; fails if the name is taken. */
    public static void createFile(Path path) throws IOException {
        Files.createFile(path, FILE);
    }

    /** For what was not made by {@link #open}, such as a socket. */
    public static void restrict(Path path) throws IOException {
        Files.setPosixFilePermissions(path, READ_WRITE);
    }

    /** Makes the directory and its parents. */
    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, DIRECTORY);
    }

    /** For directories inside a store, each with that above it: what a symbolic link leads to is not the store's. */
    static void refuseLink(Path directory) throws FileSystemException {
        Path parent = directory.getParent();
        if (Files.isSymbolicLink(directory) || (parent != null && Files.isSymbolicLink(parent))) {
            throw new FileSystemException(directory.toString(), null, "a symbolic link in a store is not followed");
        }
    }
}
