package io.foliomq.engine;

/** What a waiting consumer does before it sleeps: it trades CPU for the time it takes to see the next record. */
public enum WaitPolicy {
    /** Never sleeps: sub-microsecond hand-over, one core busy for each waiting consumer. */
    SPIN(Long.MAX_VALUE, Long.MAX_VALUE),
    /**
     * Spins for 20 µs, yields until 50 µs, then sleeps. Where records come at a known pace, it is awake when the next is due: of gaps up to 0.3 ms it sleeps through none, of
     * regular ones up to 3 ms through more than half. That much is for half as many consumers of a process as there are processors, at most.
     */
    BALANCED(20_000, 50_000),
    /** Sleeps at once. */
    ECONOMY(0, 0);

    private final long spinNanos;
    private final long yieldNanos;

    WaitPolicy(long spinNanos, long yieldNanos) {
        this.spinNanos = spinNanos;
        this.yieldNanos = yieldNanos;
    }

    /** Whether it goes by when records came before. */
    boolean learns() {
        return this == BALANCED;
    }

    long spinNanos() {
        return spinNanos;
    }

    long yieldNanos() {
        return yieldNanos;
    }
}
