package io.foliomq.engine.log;

import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.PosixAPI;
import org.agrona.UnsafeApi;
import org.jspecify.annotations.Nullable;

/**
 * A file of which whole pages are given back to the file system: from then on they read as zeros, here and in every mapping; its length stays. Needs Linux, a file system that can (ext4, XFS, tmpfs, Btrfs), and the system
 * calls of {@code net.openhft:posix}. Not thread-safe.
 */
final class SparseFile implements AutoCloseable {
    /** What a file system takes back is a multiple of it. */
    static final int PAGE = Math.max(4096, UnsafeApi.pageSize());

    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final PosixAPI posix;
    private final int descriptor;
    private boolean closed;

    private SparseFile(PosixAPI posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    /** {@code null} if the file is gone, or the system calls are not to be had here. */
    static @Nullable SparseFile open(Path file) {
        if (!LINUX || Files.isSymbolicLink(file)) {
            return null;
        }
        try {
            PosixAPI posix = PosixAPI.posix();
            int descriptor = posix.open(file.toString(), READ_WRITE | CLOSE_ON_EXEC, 0);
            return descriptor < 0 ? null : new SparseFile(posix, descriptor);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** What a file takes on disk, its length where that is not to be had. */
    static long diskBytes(Path path) {
        long length = path.toFile().length();
        try (SparseFile file = open(path)) {
            return file == null ? length : file.dataBytes(0, length);
        }
    }

    /** How much of {@code [from, to)} has disk blocks, or may have. */
    long dataBytes(long from, long to) {
        long bytes = 0;
        long at = from;
        while (at < to) {
            long data = posix.lseek(descriptor, at, SEEK_DATA);
            if (data < at || data >= to) {
                // There is no more: an error that says so, if the file ends with a hole.
                break;
            }
            long hole = posix.lseek(descriptor, data, SEEK_HOLE);
            at = hole <= data ? to : Math.min(hole, to);
            bytes += at - data;
        }
        return bytes;
    }

    /** Gives whole pages back; {@code false} if the file system does not take them, for whatever reason: then nothing has changed. */
    boolean punch(long from, long to) {
        return posix.fallocate(descriptor, PUNCH_HOLE | KEEP_SIZE, from, to - from) == 0;
    }

    static long pageFrom(long position) {
        return (position + PAGE - 1) / PAGE * PAGE;
    }

    static long pageBelow(long position) {
        return position / PAGE * PAGE;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            int unused = posix.close(descriptor);
        }
    }
}
