package io.foliomq.engine;

/** What a waiting consumer does before it sleeps: it trades CPU for the time it takes to see the next record. */
public enum WaitPolicy {
    /** Never sleeps: sub-microsecond hand-over, one core busy for each waiting consumer. */
    SPIN(Long.MAX_VALUE, Long.MAX_VALUE),
    /** Spins for some microseconds, yields for some more, then sleeps. */
    BALANCED(20_000, 50_000),
    /** Sleeps at once. */
    ECONOMY(0, 0);

    private final long spinNanos;
    private final long yieldNanos;

    WaitPolicy(long spinNanos, long yieldNanos) {
        this.spinNanos = spinNanos;
        this.yieldNanos = yieldNanos;
    }

    long spinNanos() {
        return spinNanos;
    }

    long yieldNanos() {
        return yieldNanos;
    }
}
