package io.foliomq.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** How many consumers of this process are awake because a record is to be expected. More of them than there are processors to spare would keep senders waiting. */
final class LookOuts {
    private static final int MOST = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private LookOuts() {}

    /** Counts one more, to be {@link #end ended}; {@code false} if there are enough. */
    static boolean begin() {
        int count = COUNT.get();
        while (count < MOST) {
            if (COUNT.compareAndSet(count, count + 1)) {
                return true;
            }
            count = COUNT.get();
        }
        return false;
    }

    static void end() {
        COUNT.getAndDecrement();
    }
}
