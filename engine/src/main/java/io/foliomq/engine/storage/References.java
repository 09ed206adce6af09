package io.foliomq.engine.storage;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who uses something that must be unmapped when nobody does. Starts at one; once gone it stays gone. Thread-safe. */
public final class References {
    private final AtomicInteger count = new AtomicInteger(1);

    /** {@code false} if it is gone already. */
    public boolean tryAcquire() {
        int current;
        do {
            current = count.get();
            if (current == 0) {
                return false;
            }
        } while (!count.compareAndSet(current, current + 1));
        return true;
    }

    /** {@code true} if this was the last one. */
    public boolean release() {
        int left = count.decrementAndGet();
        if (left < 0) {
            throw new AssertionError("released more often than acquired");
        }
        return left == 0;
    }
}
