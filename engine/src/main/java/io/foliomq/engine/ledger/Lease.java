package io.foliomq.engine.ledger;

/** A lease as one number: which lane, which sequence. Never 0. */
public final class Lease {
    private static final int LANE_SHIFT = 56;
    private static final long SEQUENCE_MASK = (1L << LANE_SHIFT) - 1;

    private Lease() {}

    public static long of(int lane, long sequence) {
        return (lane + 1L) << LANE_SHIFT | sequence;
    }

    public static int lane(long lease) {
        return (int) (lease >>> LANE_SHIFT) - 1;
    }

    public static long sequence(long lease) {
        return lease & SEQUENCE_MASK;
    }
}
