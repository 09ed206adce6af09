package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reserves disk blocks by writing zeros where nothing was written yet. A full disk then is an exception here, and never a fault under
 * a mapping (which would be a SIGBUS).
 */
public final class Zeros {
    private static final int CHUNK = 1 << 20;
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

    private Zeros() {}

    /** Writes zeros to {@code [from, to)}; what was reserved before a failure stays reserved. */
    public static void write(Path file, long from, long to) {
        if (to <= from) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, from, to);
        } catch (IOException e) {
            throw failure(file, from, to, e);
        }
    }

    static void write(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = BUFFER.get();
        long at = from;
        while (at < to) {
            zeros.position(0).limit((int) Math.min(Math.min(zeros.capacity(), CHUNK), to - at));
            at += channel.write(zeros, at);
        }
    }

    static StoreFault failure(Path file, long from, long to, IOException e) {
        String message = "cannot reserve disk space: file=" + file + ", from=" + from + ", to=" + to + ", cause="
                + e.getMessage();
        return new StoreFault(StoreFault.Kind.DISK_FULL, message, e);
    }
}
