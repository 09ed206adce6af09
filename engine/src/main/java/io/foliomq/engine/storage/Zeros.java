package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.UnsafeApi;

/**
 * Reserves disk blocks by writing zeros where nothing was written yet. A full disk then is an exception here, and never a fault under
 * a mapping (which would be a SIGBUS).
 */
public final class Zeros {
    /** A write to a mapped page needs the blocks of the whole page, as far as the file reaches. */
    private static final int PAGE = UnsafeApi.pageSize();

    private static final int MOST_AT_ONCE = 1 << 16;

    /** As long as nobody should wait for longer, and so much that forces are few. */
    private static final long FORCED_AT_ONCE_OFTEN = 1 << 20;

    private static final long FORCED_AT_ONCE = 8 << 20;

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MOST_AT_ONCE));

    private Zeros() {}

    /**
     * Writes zeros to {@code [from, to)}, and on to the end of that page if the file is longer: nothing may have been written there. What was reserved before a failure stays reserved.
     */
    public static void write(Path file, long from, long to) {
        write(file, from, to, MOST_AT_ONCE);
    }

    /**
     * As {@link #write}, by the page, which takes longer. The page cache keeps what was written at once in one piece, and writes all of the piece out when a byte of it was changed through a mapping and is forced: for files
     * that are forced again and again.
     */
    public static void writePages(Path file, long from, long to) {
        write(file, from, to, PAGE);
    }

    /** The one or the other: by the page if the file is forced again and again. */
    public static void write(Path file, long from, long to, boolean forcedOften) {
        write(file, from, to, forcedOften ? PAGE : MOST_AT_ONCE);
    }

    /** The same, and forces it to stable storage, a little at a time: who forces something else meanwhile waits for a little only. */
    public static void writeForced(Path file, long from, long to, boolean forcedOften) {
        long atOnce = forcedOften ? FORCED_AT_ONCE_OFTEN : FORCED_AT_ONCE;
        for (long at = from; at < to; at += atOnce) {
            write(file, at, Math.min(at + atOnce, to), forcedOften);
            StoreLayout.forceFile(file);
        }
    }

    private static void write(Path file, long from, long to, int atOnce) {
        if (to > from) {
            Uninterrupted.repeat(() -> tryWrite(file, from, to, atOnce));
        }
    }

    private static void tryWrite(Path file, long from, long to, int atOnce) {
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.WRITE)) {
            write(channel, from, Math.max(to, Math.min(wholePages(to), channel.size())), atOnce);
        } catch (IOException e) {
            throw failure(file, from, to, e);
        }
    }

    static long wholePages(long length) {
        return (length + PAGE - 1) / PAGE * PAGE;
    }

    /** As {@link #writePages}. */
    static void writePages(FileChannel channel, long from, long to) throws IOException {
        write(channel, from, to, PAGE);
    }

    private static void write(FileChannel channel, long from, long to, int atOnce) throws IOException {
        ByteBuffer zeros = BUFFER.get();
        long at = from;
        while (at < to) {
            zeros.position(0).limit((int) Math.min(atOnce - at % atOnce, to - at));
            at += channel.write(zeros, at);
        }
    }

    static StoreFault failure(Path file, long from, long to, IOException e) {
        String message = "cannot reserve disk space: file=" + file + ", from=" + from + ", to=" + to + ", cause="
                + e.getMessage();
        return new StoreFault(StoreFault.Kind.IO, message, e);
    }
}
