package io.foliomq.engine.member;

import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The members that sleep until something happens here, in memory that all of them share. Whoever makes it happen drains the set and rings them. No wake-up is
 * lost if both sides keep to their order:
 *
 * <pre>
 *   sleeper                                    waker
 *   1. register in its own process             1. publish
 *   2. add(slot)                               2. VarHandle.fullFence()
 *   3. look again: something there?            3. if (!isEmpty()) drainTo(ring)
 *   4. sleep until its bell wakes it
 * </pre>
 *
 * Either the sleeper's look comes after the publishing, or the waker's {@link #isEmpty} comes after the adding. Inside, the same holds between word and summary: a
 * sleeper sets its bit in the word and then the summary's, a waker clears the summary and then takes the word, so a bit in a word whose summary
 * is clear is on its way out or its owner is about to set the summary.
 *
 * <p>A waker that is killed between draining and ringing takes its sleepers' bits with it: therefore every death rings every member
 * ({@link Member#reapDead}), and a sleeper that was rung starts over at step 2 or leaves.
 *
 * <p>A bit stands for a member, not for a thread. Threads of one member that share it must register with each other first (step 1), and {@link #remove} and
 * {@link #add} of one member exclude each other. Thread-safe otherwise, allocates nothing.
 */
public final class SleeperSet {
    private final AtomicBuffer buffer;
    private final int offset;

    /** Views the region of {@link SleeperSetDescriptor#LENGTH} bytes at an offset that is a multiple of 8. */
    public SleeperSet(AtomicBuffer buffer, int offset) {
        if (offset % Long.BYTES != 0) {
            throw new IllegalArgumentException(
                    "region is not aligned: offset=" + offset + ", accepted=a multiple of " + Long.BYTES);
        }
        buffer.boundsCheck(offset, SleeperSetDescriptor.LENGTH);
        this.buffer = buffer;
        this.offset = offset;
    }

    /** Puts a member into the set, with a full fence after it. */
    public void add(int slot) {
        int word = wordOf(slot);
        set(offset + SleeperSetDescriptor.wordOffset(word), 1L << slot);
        set(offset + SleeperSetDescriptor.SUMMARY_OFFSET, 1L << word);
        VarHandle.fullFence();
    }

    /** Takes a member out of the set, so that it is not rung in vain. The caller sees to it that no other thread of the member sleeps here or is about to. */
    public void remove(int slot) {
        int at = offset + SleeperSetDescriptor.wordOffset(wordOf(slot));
        long bit = 1L << slot;
        long found = buffer.getLongVolatile(at);
        while ((found & bit) != 0 && !buffer.compareAndSetLong(at, found, found & ~bit)) {
            found = buffer.getLongVolatile(at);
        }
    }

    /** Whether there is nobody to ring: one volatile read. {@code false} may be a false alarm, {@code true} never is. */
    public boolean isEmpty() {
        return buffer.getLongVolatile(offset + SleeperSetDescriptor.SUMMARY_OFFSET) == 0;
    }

    /** Takes everybody out of the set and passes each slot on, also if {@code slots} throws for some; the first failure is thrown at the end. */
    public void drainTo(IntConsumer slots) {
        RuntimeException failure = null;
        long words = buffer.getAndSetLong(offset + SleeperSetDescriptor.SUMMARY_OFFSET, 0);
        while (words != 0) {
            int word = Long.numberOfTrailingZeros(words);
            words &= words - 1;
            failure = word < SleeperSetDescriptor.WORDS ? drainWord(word, slots, failure) : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable RuntimeException drainWord(int word, IntConsumer slots, @Nullable RuntimeException earlier) {
        RuntimeException failure = earlier;
        long bits = buffer.getAndSetLong(offset + SleeperSetDescriptor.wordOffset(word), 0);
        while (bits != 0) {
            int slot = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
            bits &= bits - 1;
            try {
                slots.accept(slot);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        return failure;
    }

    /** A bit that is set already needs no write: whoever clears it, does so after this read, and rings. */
    private void set(int at, long bit) {
        long found = buffer.getLongVolatile(at);
        while ((found & bit) == 0 && !buffer.compareAndSetLong(at, found, found | bit)) {
            found = buffer.getLongVolatile(at);
        }
    }

    private static int wordOf(int slot) {
        if (slot < 0 || slot >= Member.SLOTS) {
            throw new IllegalArgumentException("no such slot: slot=" + slot + ", accepted=0.." + (Member.SLOTS - 1));
        }
        return slot / Long.SIZE;
    }
}
