package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A file that may hold anything, also while others write it, cut it or take it away: read by bounded reads and never through a mapping, which the end of a file would turn into the end of
 * the process. What is behind the end reads as zeros. Little endian. Not thread-safe.
 */
public final class FileBytes implements AutoCloseable {
    private static final int WINDOW = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    private long windowAt = -1;

    private FileBytes(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Fails with {@link StoreFault.Kind#DELETED} if there is no such file. */
    public static FileBytes open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new FileBytes(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new StoreFault(StoreFault.Kind.DELETED, "file is gone: file=" + path, e);
        } catch (IOException e) {
            throw MappedFile.io("cannot open file", path, e);
        }
    }

    public Path path() {
        return path;
    }

    /** When it was opened. */
    public long size() {
        return size;
    }

    public byte getByte(long at) {
        return at(at, Byte.BYTES).get((int) (at - windowAt));
    }

    public int getInt(long at) {
        return at(at, Integer.BYTES).getInt((int) (at - windowAt));
    }

    public long getLong(long at) {
        return at(at, Long.BYTES).getLong((int) (at - windowAt));
    }

    /** A copy of some bytes; whoever asks bounds the length. */
    public byte[] get(long at, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int n = Math.min(length - done, WINDOW / 2);
            at(at + done, n).get((int) (at + done - windowAt), bytes, done, n);
            done += n;
        }
        return bytes;
    }

    /** Feeds {@code [from, to)} to a checksum. */
    public void update(CRC32C crc, long from, long to) {
        for (long at = from; at < to; at += WINDOW / 2) {
            int n = (int) Math.min(WINDOW / 2, to - at);
            ByteBuffer bytes = at(at, n).duplicate();
            int start = (int) (at - windowAt);
            crc.update(bytes.limit(start + n).position(start));
        }
    }

    /** Where the first byte of {@code [from, to)} is that is not zero; {@code to} if all are. */
    public long firstNonZero(long from, long to) {
        long end = Math.min(to, size);
        for (long at = from; at < end; at++) {
            if (getByte(at) != 0) {
                return at;
            }
        }
        return to;
    }

    /** The window with these bytes in it. */
    private ByteBuffer at(long at, int length) {
        if (windowAt < 0 || at < windowAt || at + length > windowAt + WINDOW) {
            fill(at);
        }
        return window;
    }

    private void fill(long at) {
        Arrays.fill(window.array(), (byte) 0);
        windowAt = at;
        window.clear();
        try {
            int done = 0;
            while (done < WINDOW && at >= 0 && at + done < size) {
                int n = channel.read(window.position(done), at + done);
                if (n <= 0) {
                    break;
                }
                done += n;
            }
        } catch (IOException e) {
            windowAt = -1;
            throw MappedFile.io("cannot read file at " + at, path, e);
        } finally {
            window.clear();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw MappedFile.io("cannot close file", path, e);
        }
    }
}
