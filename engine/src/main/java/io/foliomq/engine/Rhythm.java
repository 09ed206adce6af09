package io.foliomq.engine;

/**
 * When the next record is to be expected, from those before: the mean gap between two of them, and by how much gaps differ from it. Both are moving means, as TCP
 * has them for its round trips. Used by the waiting thread alone; all times are of one nano clock.
 */
final class Rhythm {
    /** A longer gap is silence: what was learnt before it says nothing. */
    static final long LONGEST_GAP_NANOS = 3_000_000;
    /** Up to this mean gap there is no time to sleep in between. */
    static final long SHORTEST_NAP_GAP_NANOS = 300_000;
    /** What it may take to wake up from a nap. */
    private static final long WAKE_UP_NANOS = 100_000;

    private static final long LEAST_MARGIN_NANOS = 30_000;
    private static final int DEVIATIONS = 4;
    private static final int MEAN_WEIGHT = 8;
    private static final int DEVIATION_WEIGHT = 4;
    private static final int ENOUGH = 16;

    private long last;
    private long mean;
    private long deviation;
    private int gaps;

    /** A record came that had to be waited for. */
    void arrived(long now) {
        long gap = now - last;
        last = now;
        if (gap < 0 || gap > LONGEST_GAP_NANOS) {
            gaps = 0;
            return;
        }
        if (gaps == 0) {
            mean = gap;
            deviation = gap / 2;
        } else {
            long error = gap - mean;
            mean += error / MEAN_WEIGHT;
            deviation += (Math.abs(error) - deviation) / DEVIATION_WEIGHT;
        }
        gaps = Math.min(ENOUGH, gaps + 1);
    }

    /** Whether the next is worth looking out for: it comes soon, or at a time that is known well enough to sleep half of the time until then. */
    boolean isKnown() {
        return gaps == ENOUGH && (isDense() || 2 * margin() + WAKE_UP_NANOS <= mean / 2);
    }

    private boolean isDense() {
        return mean <= SHORTEST_NAP_GAP_NANOS;
    }

    private long margin() {
        return Math.max(LEAST_MARGIN_NANOS, DEVIATIONS * deviation);
    }

    /** When to wake up for it; in the past if there is no time to sleep. */
    long lookOutFrom() {
        return isDense() ? last : last + mean - margin() - WAKE_UP_NANOS;
    }

    /** When to give it up. */
    long lookOutUntil() {
        return last + mean + Math.min(mean, margin());
    }
}
