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

    private final WaitPolicy policy;
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
        long spin = Math.min(policy.spinNanos(), timeoutNanos);
        long yield = Math.min(Math.max(policy.spinNanos(), policy.yieldNanos()), timeoutNanos);
        long dueNanos = untilDueNanos();
        long waited = 0;
        while (waited < dueNanos) {
            if (waited < spin) {
                Thread.onSpinWait();
            } else if (waited < yield) {
                Thread.yield();
            } else if (waited < timeoutNanos) {
                sleep(Math.min(timeoutNanos, dueNanos) - waited);
                woken = false;
                return;
            } else {
                return;
            }
            if (isOver()) {
                return;
            }
            waited = nanoClock.nanoTime() - start;
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

    /** Something may have happened to one of the tailers. */
    void look() {
        Thread parked = sleeper;
        if (parked != null && hasWork()) {
            LockSupport.unpark(parked);
        }
    }
}
