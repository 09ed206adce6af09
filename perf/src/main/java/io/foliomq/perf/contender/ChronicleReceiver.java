package io.foliomq.perf.contender;

import io.foliomq.engine.WaitPolicy;
import java.nio.ByteOrder;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.threads.BusyPauser;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads each message once and copies it out, as the engine does. Nobody wakes a Chronicle tailer: between two looks it pauses as Chronicle's own pausers do. */
final class ChronicleReceiver implements Receiver {
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final Pauser pauser;
    private final UnsafeBuffer document = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer message;

    ChronicleReceiver(Setup setup) {
        queue = ChronicleFiles.open(setup.directory());
        tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        pauser = pauser(setup.waiting());
        message = new UnsafeBuffer(new byte[setup.size()]);
    }

    private static Pauser pauser(WaitPolicy wait) {
        return switch (wait) {
            // Pauser.busy() sleeps where there are fewer than four processors.
            case SPIN -> BusyPauser.INSTANCE;
            case BALANCED -> Pauser.balanced();
            case ECONOMY -> Pauser.sleepy();
        };
    }

    @Override
    public long receive(long timeoutNanos) {
        long stamp = read();
        if (stamp != NOTHING || timeoutNanos <= 0) {
            return stamp;
        }
        pauser.reset();
        long start = System.nanoTime();
        while (System.nanoTime() - start < timeoutNanos) {
            pauser.pause();
            stamp = read();
            if (stamp != NOTHING) {
                return stamp;
            }
        }
        return NOTHING;
    }

    private long read() {
        DocumentContext context = tailer.readingDocument();
        try {
            if (!context.isPresent()) {
                return NOTHING;
            }
            Bytes<?> bytes = Objects.requireNonNull(context.wire()).bytes();
            int length = (int) bytes.readRemaining();
            document.wrap(bytes.addressForRead(bytes.readPosition()), length);
            message.putBytes(0, document, 0, length);
            return message.getLong(0, ByteOrder.LITTLE_ENDIAN);
        } finally {
            context.close();
        }
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }
}
