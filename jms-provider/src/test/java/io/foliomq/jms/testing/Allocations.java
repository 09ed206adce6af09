package io.foliomq.jms.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ATTEMPTS = 5;

    private Allocations() {}

    /** What may be measured: it may fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** The bytes that the current thread has allocated so far. */
    public static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The bytes of that many rounds, once they are warm: the least of some attempts, which end as soon as one is below a byte a round. */
    public static long of(int rounds, Action action) throws Exception {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least >= rounds; attempt++) {
            long before = soFar();
            for (int i = 0; i < rounds; i++) {
                action.run();
            }
            least = Math.min(least, soFar() - before);
        }
        return least;
    }
}
