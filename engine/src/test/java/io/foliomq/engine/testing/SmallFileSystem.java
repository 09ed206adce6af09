package io.foliomq.engine.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own that can be filled to the last byte. Needs root, and loop devices but for {@link Type#TMPFS}. */
public final class SmallFileSystem implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path mountPoint;

    /** What can be made. */
    public enum Type {
        EXT4(64, "mkfs.ext4", "-q", "-m", "0", "-b", "4096"),
        /** A page is four blocks. */
        EXT4_SMALL_BLOCKS(64, "mkfs.ext4", "-q", "-m", "0", "-b", "1024"),
        XFS(320, "mkfs.xfs", "-q"),
        TMPFS(40);

        private final long megabytes;
        private final List<String> command;

        Type(int megabytes, String... command) {
            this.megabytes = megabytes;
            this.command = List.of(command);
        }
    }

    private SmallFileSystem(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    /** What this machine lacks for it; empty if nothing. */
    public static List<String> missing(Type type) {
        return type == Type.TMPFS
                ? CutFileSystem.missing("ext4").stream()
                        .filter(what -> what.equals("root") || what.endsWith("mount"))
                        .toList()
                : CutFileSystem.missing(type == Type.XFS ? "xfs" : "ext4");
    }

    /** Makes and mounts one in the directory, in which so much is free. */
    public static SmallFileSystem make(Path directory, Type type, long freeBytes) {
        SmallFileSystem made = new SmallFileSystem(directory.resolve("mnt"));
        try {
            Files.createDirectory(made.mountPoint);
            mount(directory, type, made.mountPoint);
            made.fill("most", freeBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private static void mount(Path directory, Type type, Path mountPoint) throws IOException {
        if (type == Type.TMPFS) {
            Command.run("mount", "-t", "tmpfs", "-o", "size=" + type.megabytes + "m", "tmpfs", mountPoint.toString());
            return;
        }
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(type.megabytes << 20);
        }
        List<String> command = new java.util.ArrayList<>(type.command);
        command.add(image.toString());
        Command.run(command.toArray(String[]::new));
        Command.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    public Path root() {
        return mountPoint;
    }

    /** Takes all that is free but for so much, which others may take meanwhile. */
    public void fill(long leaveBytes) {
        fill("rest", leaveBytes);
    }

    /** Gives back what {@link #fill(long)} took. */
    public void free() {
        try {
            Files.deleteIfExists(mountPoint.resolve("rest"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(String name, long leaveBytes) {
        try (FileChannel file = FileChannel.open(
                mountPoint.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ)) {
            long length = file.size();
            for (int chunk = CHUNK; chunk >= 512; chunk /= 2) {
                length = write(file, length, chunk);
            }
            file.truncate(Math.max(0, length - leaveBytes));
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long write(FileChannel file, long from, int chunk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(chunk);
        long at = from;
        try {
            while (true) {
                bytes.clear();
                at += file.write(bytes, at);
            }
        } catch (IOException full) {
            return file.size();
        }
    }

    @Override
    public void close() {
        // Lazily: what the garbage collector has not unmapped yet is no reason to wait.
        Command.run("umount", "-l", mountPoint.toString());
    }
}
