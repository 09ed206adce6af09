package io.foliomq.engine;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer waits for records of its tailers. Several tailers may share one; one thread waits at a time, any thread may wake it.
 *
 * <p>Use: poll the tailers; if none has anything, {@link #await}; poll again. A record that becomes ready between the poll and the wait ends the wait at once.
 *
 * <p>A sleeper marks itself in each destination that it waits for, looks once more, and parks; an appender publishes, and then looks for marks. Both put a full fence between, so
 * one of them sees the other.
 */
public final class Waiter {
    /** A lost wake-up, should the operating system ever lose one, costs this much. */
    private static final long LONGEST_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int SPINS_A_CLOCK = 8;

    private final WaitPolicy policy;
    private final Rhythm rhythm = new Rhythm();
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    // Replaced as a whole under the monitor. An array, because a spinning waiter goes through it without end and must
    // not make iterators.
    private volatile Tailer[] tailers = {};
    // Set by anybody, taken by the waiting thread.
    private volatile boolean woken;
    // The parked thread; written by it, read by whoever wakes.
    private volatile @Nullable Thread sleeper;

    Waiter(WaitPolicy policy, NanoClock nanoClock, EpochClock epochClock) {
        this.policy = policy;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
    }

    void add(Tailer tailer) {
        synchronized (this) {
            tailers = ArrayUtil.add(tailers, tailer);
        }
        tailer.subscription().destination().addWaiter(this);
    }

    void remove(Tailer tailer) {
        synchronized (this) {
            tailers = ArrayUtil.remove(tailers, tailer);
        }
        boolean still = Arrays.stream(tailers)
                .anyMatch(other -> other.subscription().destination()
                        == tailer.subscription().destination());
        if (!still) {
            tailer.subscription().destination().removeWaiter(this);
        }
    }

    long nanoTime() {
        return nanoClock.nanoTime();
    }

    /**
     * Waits, by its {@link WaitPolicy}, until one of the tailers may have a record, or {@link #wakeUp()}, interruption (whose flag stays set) or the time-out. May return for no
     * reason.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} = without end; 0 or less = not at all
     */
    public void await(long timeoutNanos) {
        if (timeoutNanos <= 0 || isOver()) {
            return;
        }
        long start = nanoClock.nanoTime();
        long limit = Math.min(timeoutNanos, untilDueNanos());
        boolean over = spin(start, Math.min(policy.spinNanos(), limit))
                || giveWay(start, Math.min(policy.yieldNanos(), limit))
                || lookOut(start, limit);
        if (!over) {
            long left = limit - (nanoClock.nanoTime() - start);
            if (left > 0) {
                sleep(left);
                woken = false;
            }
        }
        if (policy.learns() && hasWork()) {
            rhythm.arrived(nanoClock.nanoTime());
        }
    }

    /** The clock costs as much as many looks, so it is read once in a while. */
    private boolean spin(long start, long nanos) {
        for (int i = 0; i % SPINS_A_CLOCK != 0 || nanoClock.nanoTime() - start < nanos; i++) {
            Thread.onSpinWait();
            if (isOver()) {
                return true;
            }
        }
        return false;
    }

    private boolean giveWay(long start, long nanos) {
        while (nanoClock.nanoTime() - start < nanos) {
            Thread.yield();
            if (isOver()) {
                return true;
            }
        }
        return false;
    }

    /** Where it is known when the next record comes: sleeps until shortly before, and is awake then. */
    private boolean lookOut(long start, long limit) {
        if (!policy.learns() || !rhythm.isKnown() || !LookOuts.begin()) {
            return false;
        }
        try {
            long nap = Math.min(rhythm.lookOutFrom() - start, limit) - (nanoClock.nanoTime() - start);
            if (nap > 0) {
                sleep(nap);
                if (isOver()) {
                    return true;
                }
            }
            return giveWay(start, Math.min(rhythm.lookOutUntil() - start, limit));
        } finally {
            LookOuts.end();
        }
    }

    private void sleep(long nanos) {
        sleeper = Thread.currentThread();
        try {
            for (Tailer tailer : tailers) {
                tailer.subscription().destination().addSleeper();
            }
            if (!isOver()) {
                LockSupport.parkNanos(this, Math.min(nanos, LONGEST_PARK_NANOS));
            }
        } finally {
            sleeper = null;
        }
    }

    private boolean isOver() {
        if (woken) {
            woken = false;
            return true;
        }
        return hasWork() || Thread.currentThread().isInterrupted();
    }

    private boolean hasWork() {
        for (Tailer tailer : tailers) {
            if (tailer.mayHaveRecords()) {
                return true;
            }
        }
        return false;
    }

    private long untilDueNanos() {
        long due = Long.MAX_VALUE;
        for (Tailer tailer : tailers) {
            due = Math.min(due, tailer.nextDueMs());
        }
        if (due == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, due - epochClock.time()));
    }

    /** Ends the current wait, or the next one if nobody waits. Thread-safe. */
    public void wakeUp() {
        woken = true;
        LockSupport.unpark(sleeper);
    }

    /** Something may have happened to one of the tailers; says whether it sleeps on. */
    boolean look() {
        Thread parked = sleeper;
        boolean wakes = parked != null && hasWork();
        if (wakes) {
            LockSupport.unpark(parked);
        }
        return parked != null && !wakes;
    }

    boolean isAsleep() {
        return sleeper != null;
    }
}
