package io.foliomq.engine.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file system in an image, whose power can be cut: what was not synced by then is gone. Needs root, loop devices and {@code xfs_io}. */
public final class CutFileSystem implements AutoCloseable {
    private static final long LENGTH = 400L << 20;
    private static final List<String> PATH = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private final Path image;
    private final Path mountPoint;
    private boolean mounted;

    private CutFileSystem(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** What this machine lacks for it; empty if nothing. */
    public static List<String> missing(String type) {
        return Stream.of("mkfs." + type, "xfs_io", "mount", "umount", "root", "/dev/loop-control")
                .filter(what -> !isThere(what))
                .toList();
    }

    private static boolean isThere(String what) {
        if (what.equals("root")) {
            return "root".equals(System.getProperty("user.name"));
        }
        return what.startsWith("/")
                ? Files.exists(Path.of(what))
                : PATH.stream().anyMatch(directory -> Files.isExecutable(Path.of(directory, what)));
    }

    /** Makes and mounts an empty file system of this type in the directory. */
    public static CutFileSystem make(Path directory, String type) {
        CutFileSystem made = new CutFileSystem(directory.resolve("image"), directory.resolve("mnt"));
        try (RandomAccessFile file = new RandomAccessFile(made.image.toFile(), "rw")) {
            file.setLength(LENGTH);
            Files.createDirectory(made.mountPoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run("mkfs." + type, "-q", made.image.toString());
        made.mount();
        return made;
    }

    public Path root() {
        return mountPoint;
    }

    private void mount() {
        Command.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
        mounted = true;
    }

    /** Nothing reaches the image any more. */
    public void cutPower() {
        Command.run("xfs_io", "-x", "-c", "shutdown", mountPoint.toString());
    }

    /** Mounts again what the image holds. Nobody may have a file open. */
    public void restorePower() {
        unmount();
        mount();
    }

    /** A copy of a directory, with its holes. */
    public static void copy(Path from, Path to) {
        Command.run("mkdir", "-p", to.toString());
        Command.run("cp", "-a", "--sparse=always", from + "/.", to.toString());
    }

    private void unmount() {
        if (mounted) {
            Command.run("umount", mountPoint.toString());
            mounted = false;
        }
    }

    @Override
    public void close() {
        unmount();
    }
}
