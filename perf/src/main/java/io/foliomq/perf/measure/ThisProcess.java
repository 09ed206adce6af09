package io.foliomq.perf.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** What this process has used so far. */
public final class ThisProcess {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ThisProcess() {}

    /** Processor time of all threads, user and kernel, in steps of 10 ms. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Processor time of all threads that live, the virtual machine's own too, by the scheduler's clock: for what hardly takes any. */
    public static long exactCpuNanos() {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
            return sum;
        } catch (IOException | DirectoryIteratorException | NumberFormatException notHere) {
            return cpuNanos();
        }
    }

    /** Processor time of the calling thread, user and kernel: other processes of a busy machine hardly show in it. */
    public static long cpuNanosOfThread() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Processor time of some threads of this process that live, user and kernel. */
    public static long cpuNanosOf(Collection<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId()))
                .sum();
    }

    /** Heap that all threads that live now ever allocated. */
    public static long allocatedBytesOfAll() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    /** Heap that the calling thread ever allocated. */
    public static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
