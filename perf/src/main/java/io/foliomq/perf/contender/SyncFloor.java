package io.foliomq.perf.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Writes each message into a file whose blocks are there, and forces it: what the disk gives if nothing else is asked of it. */
final class SyncFloor implements Sender {
    private static final long FILE_BYTES = 64 << 20;

    private final FileChannel file;
    private final ByteBuffer message;
    private long position;

    SyncFloor(Setup setup) {
        try {
            Files.createDirectories(setup.directory());
            file = FileChannel.open(Files.createTempFile(setup.directory(), "floor", ".dat"), StandardOpenOption.WRITE);
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            while (file.position() < FILE_BYTES) {
                file.write(zeros.clear());
            }
            file.force(true);
            message = ByteBuffer.allocateDirect(setup.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Receiver readByNobody(Setup setup) {
        throw new UnsupportedOperationException("fdatasync has no receivers: setup=" + setup);
    }

    @Override
    public void send(long stamp) {
        try {
            message.putLong(0, stamp).clear();
            position = position + message.capacity() > FILE_BYTES ? 0 : position;
            position += file.write(message, position);
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
