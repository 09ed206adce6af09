package io.foliomq.engine.crash;

import io.foliomq.engine.LimitExceededException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Does a step again as long as it is refused for want of room: a step that was refused has done nothing. */
final class Patience {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final AtomicLong refusals = new AtomicLong();
    private volatile boolean endless;
    private volatile String last = "";

    /** From now on; before that, a refusal is a failure. */
    void beEndless() {
        endless = true;
    }

    long refusals() {
        return refusals.get();
    }

    /** Does a step that may be half done when it is refused once at most; says whether it was done. */
    boolean once(Runnable step) {
        try {
            step.run();
            return true;
        } catch (LimitExceededException e) {
            if (!endless) {
                throw e;
            }
            refusals.incrementAndGet();
            return false;
        }
    }

    /** What was refused last. */
    String last() {
        return last;
    }

    void with(Runnable step) {
        get(() -> {
            step.run();
            return true;
        });
    }

    <T> T get(Supplier<T> step) {
        while (true) {
            try {
                return step.get();
            } catch (LimitExceededException e) {
                if (!endless) {
                    throw e;
                }
                refusals.incrementAndGet();
                last = String.valueOf(e.getMessage());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
