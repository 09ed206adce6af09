package io.foliomq.engine.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Mutual exclusion over processes: one word in a mapped file, 0 or the token of the member whose thread holds it. A holder that lives, however slow, is never
 * robbed; a dead one is succeeded by whoever waits.
 *
 * <p>The word is taken by compare-and-set and given back by a volatile store, both full fences.
 */
public final class MappedMutex {
    /** A token that no member has: its holder counts as dead, so whoever comes next recovers. */
    private static final long ABANDONED = -1;

    private static final int SPINS = 100;
    private static final int YIELDS = 30;
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LIVENESS_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicBuffer buffer;
    private final int offset;
    private final Holder holder;
    private final NanoClock clock;
    private final long timeoutNanos;
    private final String name;

    public MappedMutex(
            AtomicBuffer buffer, int offset, Holder holder, NanoClock clock, long timeoutNanos, String name) {
        this.buffer = buffer;
        this.offset = offset;
        this.holder = holder;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.name = name;
    }

    /**
     * Takes the mutex.
     *
     * @return {@code true} if the last holder died inside: the caller must recover what it guards first
     */
    public boolean lock() {
        if (tryTake(0)) {
            return false;
        }
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (word() == 0 && tryTake(0)) {
                return false;
            }
        }
        return lockSlowly();
    }

    private boolean lockSlowly() {
        long start = clock.nanoTime();
        long lastCheck = start;
        for (int i = 0; ; i++) {
            long current = word();
            if (current == 0) {
                if (tryTake(0)) {
                    return false;
                }
                continue;
            }
            long now = clock.nanoTime();
            if (now - lastCheck > LIVENESS_CHECK_NANOS) {
                lastCheck = now;
                if (isDead(current) && tryTake(current)) {
                    return true;
                }
                if (now - start > timeoutNanos) {
                    throw new StoreFault(
                            StoreFault.Kind.HELD,
                            "timed out, held by a living member: held=" + name + ", " + holder.describe(current)
                                    + ", waitedMs=" + TimeUnit.NANOSECONDS.toMillis(now - start));
                }
            }
            if (i < YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
    }

    private boolean isDead(long token) {
        return token == ABANDONED || (token != holder.token() && !holder.isAlive(token));
    }

    public void unlock() {
        buffer.putLongVolatile(offset, 0);
    }

    /** Gives it up unrecovered: whoever comes next is told to recover again. */
    public void abandon() {
        buffer.putLongVolatile(offset, ABANDONED);
    }

    private long word() {
        return buffer.getLongVolatile(offset);
    }

    private boolean tryTake(long expected) {
        return buffer.compareAndSetLong(offset, expected, holder.token());
    }
}
