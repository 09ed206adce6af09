package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.CrashPoint;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Tells every tailer of a subscription, in every process, which slots became ready or deferred behind its back.
 *
 * <p>Whoever releases takes an index by {@code getAndAdd} on the tail and then stores the word {@code lap (8 bits) | lane + 1 (4 bits) | sequence (52 bits)} at that index, modulo the ring. A tailer
 * reads the words between the tail that it saw last and the tail now; a word of another lap is not written yet. A tailer that is more than a ring behind, or
 * that is told so by {@link #overflow}, looks at everything from the cursor on instead. No word is ever waited for: a writer that died between index and word is reaped, and reaping overflows.
 */
public final class ReleaseRing {
    private static final int LAP_SHIFT = 56;
    private static final int LANE_SHIFT = 52;
    private static final long SEQUENCE_MASK = (1L << LANE_SHIFT) - 1;
    private static final int MASK = SubscriptionDescriptor.RING_ENTRIES - 1;
    private static final int LAP_BITS = Integer.numberOfTrailingZeros(SubscriptionDescriptor.RING_ENTRIES);

    private final AtomicBuffer subscription;

    ReleaseRing(AtomicBuffer subscription) {
        this.subscription = subscription;
    }

    /** Told of each release since. */
    public interface Listener {
        void released(int lane, long sequence);
    }

    public long tail() {
        return subscription.getLongVolatile(SubscriptionDescriptor.RELEASE_TAIL_OFFSET);
    }

    void announce(int lane, long sequence) {
        long index = subscription.getAndAddLong(SubscriptionDescriptor.RELEASE_TAIL_OFFSET, 1);
        CrashPoint.RELEASE_INDEXED.reach();
        write(index, lap(index) << LAP_SHIFT | (lane + 1L) << LANE_SHIFT | (sequence & SEQUENCE_MASK));
    }

    /** A writer that was stopped for a whole lap must not cover the word of a later one, which readers would then wait for. */
    private void write(long index, long word) {
        while (true) {
            long old = subscription.getLongVolatile(offset(index));
            if (tail() - index > SubscriptionDescriptor.RING_ENTRIES) {
                overflow();
                return;
            }
            if (subscription.compareAndSetLong(offset(index), old, word)) {
                return;
            }
        }
    }

    /** Makes every tailer look at everything again. */
    void overflow() {
        subscription.getAndAddLong(
                SubscriptionDescriptor.RELEASE_TAIL_OFFSET, SubscriptionDescriptor.RING_ENTRIES + 1L);
    }

    /**
     * Passes on what was announced from {@code seen} on.
     *
     * @return how far it got, to be given as {@code seen} next time; -1 if the tailer must look at everything from the cursor on, starting over with a {@link #tail()} that it
     *     took before
     */
    public long read(long seen, Listener listener) {
        long tail = tail();
        if (tail - seen > SubscriptionDescriptor.RING_ENTRIES) {
            return -1;
        }
        long index = seen;
        while (index < tail) {
            long word = subscription.getLongVolatile(offset(index));
            if (word >>> LAP_SHIFT != lap(index)) {
                break;
            }
            listener.released((int) (word >>> LANE_SHIFT & 0xF) - 1, word & SEQUENCE_MASK);
            index++;
        }
        // What was read may have been overwritten meanwhile.
        return tail() - seen > SubscriptionDescriptor.RING_ENTRIES ? -1 : index;
    }

    private static int offset(long index) {
        return SubscriptionDescriptor.RING_OFFSET + ((int) index & MASK) * Long.BYTES;
    }

    /** 1 to 255: a word that was never written is of no lap. */
    private static long lap(long index) {
        return (index >>> LAP_BITS) % 255 + 1;
    }
}
