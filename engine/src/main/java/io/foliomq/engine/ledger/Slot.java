package io.foliomq.engine.ledger;

/**
 * The 64 bits of a slot.
 *
 * <pre>
 *   63                              15 14            3 2      0
 *   +---------------------------------+---------------+-------+
 *   | LEASED: consumer                | delivery count| state |
 *   | DEFERRED: due, ms since epoch   |               |       |
 *   +---------------------------------+---------------+-------+
 * </pre>
 *
 * The delivery count is that of the deliveries which counted, and stays at {@value #LARGEST_COUNT}. A slot is written by compare-and-set while it is READY or DEFERRED, and
 * by its lessee alone (a store) while it is LEASED; whoever reaps a dead member writes in its place.
 */
public final class Slot {
    public static final int LARGEST_COUNT = 0xFFF;
    /** 17,000 years after 1970; what is due later is due then. */
    public static final long LATEST_DUE_MS = (1L << 49) - 1;

    private static final int STATE_MASK = 0b111;
    private static final int COUNT_SHIFT = 3;
    private static final int VALUE_SHIFT = 15;

    private Slot() {}

    public static SlotState state(long slot) {
        int ordinal = (int) slot & STATE_MASK;
        if (ordinal > SlotState.MOVED.ordinal()) {
            throw new IllegalStateException("slot is corrupt: value=0x" + Long.toHexString(slot));
        }
        return SlotState.of(ordinal);
    }

    static boolean isValid(long slot) {
        return ((int) slot & STATE_MASK) <= SlotState.MOVED.ordinal();
    }

    public static boolean isReady(long slot) {
        return (slot & STATE_MASK) == SlotState.READY.ordinal();
    }

    public static int count(long slot) {
        return (int) (slot >>> COUNT_SHIFT) & LARGEST_COUNT;
    }

    /** The consumer of a LEASED slot. */
    public static int consumer(long slot) {
        return (int) (slot >>> VALUE_SHIFT);
    }

    /** The due time of a DEFERRED slot, ms since the epoch. */
    public static long dueMs(long slot) {
        return slot >>> VALUE_SHIFT;
    }

    static long leased(long slot, int consumer) {
        return with(slot, SlotState.LEASED, consumer);
    }

    /** No transition: the lease goes on, with another lessee. */
    static long handedOver(long slot, int consumer) {
        if (state(slot) != SlotState.LEASED) {
            throw new IllegalStateException("only a lease is handed over: state=" + state(slot));
        }
        return (slot & (1L << VALUE_SHIFT) - 1) | (long) consumer << VALUE_SHIFT;
    }

    static long deferred(long slot, long dueMs) {
        return with(slot, SlotState.DEFERRED, Math.max(0, Math.min(dueMs, LATEST_DUE_MS)));
    }

    static long ready(long slot) {
        return with(slot, SlotState.READY, 0);
    }

    static long settled(long slot, SlotState outcome) {
        return with(slot, outcome, 0);
    }

    static long counted(long slot) {
        int count = Math.min(count(slot) + 1, LARGEST_COUNT);
        return (slot & ~((long) LARGEST_COUNT << COUNT_SHIFT)) | (long) count << COUNT_SHIFT;
    }

    private static long with(long slot, SlotState next, long value) {
        SlotState current = state(slot);
        if (!current.canBecome(next)) {
            throw new IllegalStateException("illegal transition of a slot: from=" + current + ", to=" + next);
        }
        return value << VALUE_SHIFT | (long) count(slot) << COUNT_SHIFT | next.ordinal();
    }
}
