package io.foliomq.perf.workload;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.FarEnd;
import io.foliomq.perf.measure.Sending;
import io.foliomq.perf.measure.Tally;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What a consumer in a process of its own costs that has nothing to do, and how long it takes to wake up.
 *
 * @param cpuPercent of a core, for the whole process
 * @param emptyPercent of a core, for a process at the same time in which there is nothing but a Java virtual machine
 * @param wakeUps ns
 */
public record Idleness(double cpuPercent, double emptyPercent, Histogram wakeUps) {
    /** Else it would be the interpreter that wakes up. */
    private static final int WARMUP = 2_000;

    private static final int QUESTIONS_TO_WARM_UP = 50;
    /** Longer than the balanced policy is awake for, and than the gaps that it learns: each message finds a sleeper. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Without a message for some seconds, then that many wake-ups. */
    public static Idleness measure(Contender contender, Setup setup, int seconds, int messages) {
        try (FarEnd far = FarEnd.open(2, contender, setup);
                ChildProcess empty = ChildProcess.start(EmptyProcess.class);
                Sender sender = contender.openSender(setup)) {
            wake(far, sender, WARMUP, 0);
            for (int i = 0; i < QUESTIONS_TO_WARM_UP; i++) {
                long unused = cpuNanos(empty);
            }
            long before = cpuNanos(empty);
            Tally idle = wake(far, sender, 0, TimeUnit.SECONDS.toNanos(seconds));
            double emptyPercent = percent(cpuNanos(empty) - before, seconds);
            Histogram wakeUps = wake(far, sender, messages, 0).latencies();
            return new Idleness(percent(idle.cpuNanos(), seconds), emptyPercent, wakeUps);
        }
    }

    private static double percent(long cpuNanos, int seconds) {
        return 100.0 * cpuNanos / TimeUnit.SECONDS.toNanos(seconds);
    }

    private static long cpuNanos(ChildProcess process) {
        return Long.parseLong(process.ask("cpu"));
    }

    private static Tally wake(FarEnd far, Sender sender, int count, long idleNanos) {
        far.begin(true);
        for (int i = 0; i < count; i++) {
            park(PAUSE_NANOS);
            sender.send(System.nanoTime());
        }
        park(idleNanos);
        Sending.end(sender);
        return far.finish();
    }

    private static void park(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
