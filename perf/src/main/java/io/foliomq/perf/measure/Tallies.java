package io.foliomq.perf.measure;

import java.util.concurrent.atomic.AtomicLongArray;

/** A count for each of some threads, each in a cache line of its own: written by its thread, read by any. */
public final class Tallies {
    private static final int STRIDE = 16;

    private final AtomicLongArray counts;
    private final int threads;

    public Tallies(int threads) {
        this.threads = threads;
        this.counts = new AtomicLongArray((threads + 1) * STRIDE);
    }

    public void set(int thread, long count) {
        counts.setRelease((thread + 1) * STRIDE, count);
    }

    public long sum() {
        long sum = 0;
        for (int i = 1; i <= threads; i++) {
            sum += counts.getAcquire(i * STRIDE);
        }
        return sum;
    }

    public long least() {
        long least = Long.MAX_VALUE;
        for (int i = 1; i <= threads; i++) {
            least = Math.min(least, counts.getAcquire(i * STRIDE));
        }
        return least;
    }
}
