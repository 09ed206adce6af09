package io.foliomq.engine.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the threads of a process that need the same thing forced to stable storage share one force. Who calls while a force runs is covered by the next one, never by the one that runs, and nobody does one that
 * another's covers already.
 *
 * <pre>
 *   a round   gathers who comes   until its first member, who leads it, begins to force; one gathers at a time
 *             is forced           by that member, once the round before is over; one is forced at a time
 *             is over             all its members return, or all fail: after a failure nobody knows what of it is on the disk
 * </pre>
 *
 * Before it forces, the leader waits for as many as were here lately, if they come back soon: half of what a force takes, at most. A thread on its own never waits. Thread-safe.
 */
public final class SharedSync {
    private static final long LONGEST_GATHERING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int MOST_YIELDS = 1_000;
    /** What being woken takes, roughly. Who waits for a force that is shorter looks on instead; of a longer one that would take processors and time from the force itself. */
    private static final long WAKING_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Runnable force;
    private final NanoClock clock;
    // Guarded by this.
    private Round gathering = new Round();
    private @Nullable Round forcing;
    private int expected = 1;
    // Written under the monitor, by who leads; read by anybody.
    private volatile long lastNanos;

    /** @param force makes everything durable that was written before it was called */
    public SharedSync(Runnable force, NanoClock clock) {
        this.force = force;
        this.clock = clock;
    }

    private static final class Round {
        // Changed under the monitor outside until it is forced, fixed from then on. The first leads.
        private final List<Thread> members = new ArrayList<>(4);
        // Of members; for a leader that looks on without the monitor.
        private volatile int size;
        // Who leads the next round and waits for the end of this one; guarded by the monitor outside.
        private @Nullable Thread successor;
        // Written before over.
        private @Nullable Throwable failure;
        private volatile boolean over;
    }

    /** On return everything that the caller wrote before is on stable storage. Goes on under an interrupt, which stays set. */
    public void force() {
        Thread self = Thread.currentThread();
        Round mine;
        Round before;
        int index;
        synchronized (this) {
            mine = gathering;
            before = forcing;
            index = mine.members.size();
            mine.members.add(self);
            mine.size = index + 1;
            if (index == 0 && before != null) {
                before.successor = self;
            }
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (index > 0) {
                interrupted |= awaitEnd(mine);
            } else {
                interrupted |= before != null && awaitEnd(before);
                lead(mine);
            }
            wakeTwo(mine, index);
        } finally {
            Uninterrupted.restore(interrupted);
        }
        throwIfFailed(mine, index);
    }

    private void lead(Round mine) {
        gather(mine);
        synchronized (this) {
            gathering = new Round();
            forcing = mine;
        }
        long start = clock.nanoTime();
        try {
            force.run();
        } catch (Throwable e) {
            mine.failure = e;
        }
        long nanos = clock.nanoTime() - start;
        synchronized (this) {
            forcing = null;
            lastNanos = nanos;
            // Who waits already, and who may be back in a moment.
            expected = gathering.size + mine.size;
            mine.over = true;
        }
        LockSupport.unpark(mine.successor);
    }

    /** Those who are on their way need not wait for a force of their own. */
    private void gather(Round mine) {
        int wanted;
        long limit;
        synchronized (this) {
            wanted = expected;
            limit = Math.min(lastNanos / 2, LONGEST_GATHERING_NANOS);
        }
        if (mine.size < wanted) {
            long start = clock.nanoTime();
            for (int i = 0; i < MOST_YIELDS && mine.size < wanted && clock.nanoTime() - start < limit; i++) {
                Thread.yield();
            }
        }
    }

    /** @return whether an interrupt came meanwhile */
    private boolean awaitEnd(Round round) {
        boolean interrupted = false;
        int yields = lastNanos < WAKING_NANOS ? MOST_YIELDS : 0;
        long start = clock.nanoTime();
        for (int i = 0; !round.over; i++) {
            if (i < yields && clock.nanoTime() - start < WAKING_NANOS) {
                Thread.yield();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        return interrupted;
    }

    /** Each member wakes two others: the last is awake sooner than if one woke all. */
    private static void wakeTwo(Round round, int index) {
        int size = round.members.size();
        for (int child = 2 * index + 1; child <= 2 * index + 2 && child < size; child++) {
            LockSupport.unpark(round.members.get(child));
        }
    }

    private static void throwIfFailed(Round round, int index) {
        Throwable failure = round.failure;
        if (failure == null) {
            return;
        }
        if (index == 0 && failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (index == 0 && failure instanceof Error error) {
            throw error;
        }
        throw new StoreFault(StoreFault.Kind.IO, "shared sync failed: cause=" + failure.getMessage(), failure);
    }
}
