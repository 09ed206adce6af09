package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.ThisProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The send call, timed by itself. Whoever receives comes later; on a topic, there are subscriptions for them. */
final class Sends {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
    private static final long MOST_MESSAGES = 2_000_000;
    private static final long MOST_BYTES = 512 << 20;

    private Sends() {}

    static Figures play(Cell cell, Path directory, Duration duration) {
        Setup setup = cell.setup(directory);
        Contender contender = cell.contender();
        // A broker with nobody connected would stop: the sender comes first.
        try (Sender sender = contender.openSender(setup)) {
            for (int i = 0; i < cell.receivers() && cell.topic(); i++) {
                Receiver subscribed = contender.openReceiver(setup, i);
                subscribed.close();
            }
            long most = Math.min(MOST_MESSAGES, MOST_BYTES / cell.size());
            send(sender, duration.warmSeconds(), most / 4);
            long cpu = ThisProcess.cpuNanosOfThread();
            Histogram times = send(sender, duration.seconds(), most);
            double count = Math.max(1, times.getTotalCount());
            return new Figures()
                    .with(times)
                    .with(Figure.SEND_CPU_NANOS, (ThisProcess.cpuNanosOfThread() - cpu) / count)
                    .with(Figure.PER_SECOND, 1e9 / Math.max(1, times.getMean()));
        }
    }

    private static Histogram send(Sender sender, double seconds, long most) {
        Histogram times = new Histogram(LONGEST, 3);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long before = System.nanoTime();
        for (long i = 0; i < most && before < end; i++) {
            sender.send(i);
            long after = System.nanoTime();
            times.recordValue(Math.min(LONGEST, after - before));
            before = after;
        }
        return times;
    }
}
