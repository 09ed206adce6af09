package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Files of ours that are written once and only read from then on. They are not made through a mapping: that takes zeros first, for a full disk to be an exception, and a fault for each page. */
public final class WrittenFile {
    private static final int MOST_AT_ONCE = 1 << 16;

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MOST_AT_ONCE));

    private WrittenFile() {}

    /**
     * Makes the file of a header and this content. It appears under its name complete or not at all.
     *
     * @param forced whether it is on stable storage before it gets its name
     * @return {@code false} if there is one of that name
     */
    public static boolean create(
            Path path,
            FileKind kind,
            StoreId storeId,
            long createdMs,
            DirectBuffer content,
            int offset,
            int length,
            boolean forced) {
        return NewFile.make(path, channel -> {
            ByteBuffer bytes = BUFFER.get().clear();
            FileHeaderDescriptor.write(new UnsafeBuffer(bytes), kind, storeId, createdMs);
            bytes.position(FileHeaderDescriptor.LENGTH);
            int done = 0;
            do {
                int part = Math.min(length - done, bytes.remaining());
                content.getBytes(offset + done, bytes, part);
                done += part;
                writeAll(channel, bytes.flip());
                bytes.clear();
            } while (done < length);
            if (forced) {
                channel.force(true);
            }
        });
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
