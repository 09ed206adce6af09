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

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

    private Zeros() {}

    /**
     * Writes zeros to {@code [from, to)}, and on to the end of that page if the file is longer: nothing may have been written there. What was reserved before a failure stays reserved.
     */
    public static void write(Path file, long from, long to) {
        if (to > from) {
            Uninterrupted.repeat(() -> tryWrite(file, from, to));
        }
    }

    private static void tryWrite(Path file, long from, long to) {
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.WRITE)) {
            write(channel, from, Math.max(to, Math.min(wholePages(to), channel.size())));
        } catch (IOException e) {
            throw failure(file, from, to, e);
        }
    }

    static long wholePages(long length) {
        return (length + PAGE - 1) / PAGE * PAGE;
    }

    static void write(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = BUFFER.get();
        long at = from;
        while (at < to) {
            zeros.position(0).limit((int) Math.min(zeros.capacity(), to - at));
            at += channel.write(zeros, at);
        }
    }

    static StoreFault failure(Path file, long from, long to, IOException e) {
        String message = "cannot reserve disk space: file=" + file + ", from=" + from + ", to=" + to + ", cause="
                + e.getMessage();
        return new StoreFault(StoreFault.Kind.IO, message, e);
    }
}
