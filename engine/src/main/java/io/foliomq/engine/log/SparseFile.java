package io.foliomq.engine.log;

import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.UnsafeApi;
import org.jspecify.annotations.Nullable;

/**
 * A file of which whole pages are given back to the file system: from then on they read as zeros, here and in every mapping; its length stays. Needs Linux, a file system that can (ext4, XFS, tmpfs, Btrfs), and
 * the system calls of {@link FileCalls}. Not thread-safe.
 */
final class SparseFile implements AutoCloseable {
    /** What a file system takes back is a multiple of it. */
    static final int PAGE = Math.max(4096, UnsafeApi.pageSize());

    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private final int descriptor;
    private boolean closed;

    private SparseFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** {@code null} if the file is gone, or the system calls are not to be had here. */
    static @Nullable SparseFile open(Path file) {
        if (!LINUX || Files.isSymbolicLink(file)) {
            return null;
        }
        try {
            int descriptor = FileCalls.open(file.toString(), FileCalls.READ_WRITE | FileCalls.CLOSE_ON_EXEC);
            return descriptor < 0 ? null : new SparseFile(descriptor);
        } catch (RuntimeException | Error e) {
            // JNA throws an Error as such if what it finds is not its own.
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
            long data = FileCalls.lseek(descriptor, at, FileCalls.SEEK_DATA);
            if (data < at || data >= to) {
                // There is no more: an error that says so, if the file ends with a hole.
                break;
            }
            long hole = FileCalls.lseek(descriptor, data, FileCalls.SEEK_HOLE);
            at = hole <= data ? to : Math.min(hole, to);
            bytes += at - data;
        }
        return bytes;
    }

    /** Gives whole pages back; {@code false} if the file system does not take them, for whatever reason: then nothing has changed. */
    boolean punch(long from, long to) {
        return FileCalls.fallocate(descriptor, FileCalls.PUNCH_HOLE | FileCalls.KEEP_SIZE, from, to - from) == 0;
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
            int unused = FileCalls.close(descriptor);
        }
    }
}
