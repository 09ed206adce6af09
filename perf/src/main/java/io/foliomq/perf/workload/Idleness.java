package io.foliomq.perf.workload;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.FarEnd;
import io.foliomq.perf.measure.Sending;
import io.foliomq.perf.measure.Tally;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What a consumer in a process of its own costs that has nothing to do, and how long it takes to wake up.
 *
 * @param cpuPercent of a core
 * @param wakeUps ns
 */
public record Idleness(double cpuPercent, Histogram wakeUps) {
    private static final int WARMUP = 200;
    /** Longer than the balanced policy spins and yields: each message finds a sleeper. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Without a message for some seconds, then that many wake-ups. */
    public static Idleness measure(Setup setup, int seconds, int messages) {
        try (FarEnd far = FarEnd.open(2, Contender.ENGINE, setup);
                Sender sender = Contender.ENGINE.openSender(setup)) {
            wake(far, sender, WARMUP, 0);
            Tally idle = wake(far, sender, 0, TimeUnit.SECONDS.toNanos(seconds));
            double percent = 100.0 * idle.cpuNanos() / TimeUnit.SECONDS.toNanos(seconds);
            return new Idleness(percent, wake(far, sender, messages, 0).latencies());
        }
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
