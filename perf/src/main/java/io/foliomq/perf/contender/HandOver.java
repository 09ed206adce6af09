package io.foliomq.perf.contender;

import io.foliomq.engine.WaitPolicy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Agrona's ring buffer between one sender and one receiver of this process: what two threads need to hand a message over, with nothing
 * kept. The floor of everything else.
 */
final class HandOver {
    private static final int CAPACITY = 16 << 20;
    private static final int TYPE = 1;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final Map<Path, OneToOneRingBuffer> RINGS = new ConcurrentHashMap<>();

    private HandOver() {}

    private static OneToOneRingBuffer ring(Setup setup) {
        return RINGS.computeIfAbsent(
                setup.directory(),
                path -> new OneToOneRingBuffer(
                        new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH))));
    }

    static Sender openSender(Setup setup) {
        OneToOneRingBuffer ring = ring(setup);
        UnsafeBuffer message = new UnsafeBuffer(new byte[setup.size()]);
        message.setMemory(0, setup.size(), (byte) 'x');
        return new Sender() {
            @Override
            public void send(long stamp) {
                message.putLong(0, stamp);
                while (!ring.write(TYPE, message, 0, message.capacity())) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void close() {
                RINGS.remove(setup.directory());
            }
        };
    }

    static Receiver openReceiver(Setup setup) {
        return new RingReceiver(ring(setup), setup);
    }

    private static final class RingReceiver implements Receiver {
        private final OneToOneRingBuffer ring;
        private final UnsafeBuffer message;
        private final boolean spins;
        private long stamp;

        RingReceiver(OneToOneRingBuffer ring, Setup setup) {
            this.ring = ring;
            this.message = new UnsafeBuffer(new byte[setup.size()]);
            this.spins = setup.waiting() == WaitPolicy.SPIN;
        }

        @Override
        public long receive(long timeoutNanos) {
            if (read()) {
                return stamp;
            }
            long start = System.nanoTime();
            while (System.nanoTime() - start < timeoutNanos) {
                if (spins) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                if (read()) {
                    return stamp;
                }
            }
            return NOTHING;
        }

        private boolean read() {
            return ring.read(
                            (type, buffer, index, length) -> {
                                message.putBytes(0, buffer, index, length);
                                stamp = message.getLong(0);
                            },
                            1)
                    == 1;
        }

        @Override
        public void close() {
            // the sender's to forget
        }
    }
}
