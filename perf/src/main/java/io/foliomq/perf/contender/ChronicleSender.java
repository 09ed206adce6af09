package io.foliomq.perf.contender;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

final class ChronicleSender implements Sender {
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final UnsafeBuffer message;
    private final UnsafeBuffer document = new UnsafeBuffer(0, 0);

    ChronicleSender(Setup setup) {
        queue = ChronicleFiles.open(setup.directory());
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
        byte[] bytes = new byte[setup.size()];
        Arrays.fill(bytes, (byte) 'x');
        message = new UnsafeBuffer(bytes);
    }

    @Override
    public void send(long stamp) {
        message.putLong(0, stamp, ByteOrder.LITTLE_ENDIAN);
        DocumentContext context = appender.writingDocument();
        try {
            Bytes<?> bytes = Objects.requireNonNull(context.wire()).bytes();
            document.wrap(bytes.addressForWrite(bytes.writePosition()), message.capacity());
            document.putBytes(0, message, 0, message.capacity());
            bytes.writeSkip(message.capacity());
        } finally {
            context.close();
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
