package io.foliomq.perf.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this process has used so far. */
public final class ThisProcess {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ThisProcess() {}

    /** Processor time of all threads, user and kernel. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Processor time of the calling thread, user and kernel: other processes of a busy machine hardly show in it. */
    public static long cpuNanosOfThread() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Heap that the calling thread ever allocated. */
    public static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
