package io.foliomq.engine.log;

import io.foliomq.engine.storage.StoreFault;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The right to append to a lane: one word, 0 or the token of the member whose thread holds it. A holder that lives, however slow, is never
 * robbed; a dead one is succeeded by whoever waits.
 *
 * <p>The word is taken by compare-and-set and given back by a volatile store, both full fences.
 */
final class LaneMutex {
    /** A token that no member has: its holder counts as dead, so whoever comes next recovers the lane. */
    static final long ABANDONED = -1;

    private static final int SPINS = 100;
    private static final int YIELDS = 30;
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LIVENESS_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicBuffer lane;
    private final Holder holder;
    private final NanoClock clock;
    private final long timeoutNanos;
    private final String name;

    LaneMutex(AtomicBuffer lane, Holder holder, NanoClock clock, long timeoutNanos, String name) {
        this.lane = lane;
        this.holder = holder;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.name = name;
    }

    /**
     * Takes the mutex.
     *
     * @return {@code true} if the last holder died inside: the caller must recover the lane first
     */
    boolean lock() {
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
                            "append timed out, the lane is held by a living member: lane=" + name + ", "
                                    + holder.describe(current) + ", waitedMs="
                                    + TimeUnit.NANOSECONDS.toMillis(now - start));
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

    void unlock() {
        lane.putLongVolatile(LaneDescriptor.MUTEX_OFFSET, 0);
    }

    private long word() {
        return lane.getLongVolatile(LaneDescriptor.MUTEX_OFFSET);
    }

    private boolean tryTake(long expected) {
        return lane.compareAndSetLong(LaneDescriptor.MUTEX_OFFSET, expected, holder.token());
    }
}
