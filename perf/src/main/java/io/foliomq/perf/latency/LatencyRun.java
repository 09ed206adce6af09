package io.foliomq.perf.latency;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.measure.FarEnd;
import io.foliomq.perf.measure.Sending;
import io.foliomq.perf.measure.Tally;
import io.foliomq.perf.measure.Transport;
import io.foliomq.perf.measure.Workspace;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one contender did at one rate.
 *
 * @param label of the contender *
 * @param latencies ns from when a message was due until it was received
 * @param achieved messages received a second
 * @param lateNanos how long after it was due the last message arrived
 * @param unsent messages that there was no time left to send
 * @param receiveBytes heap allocated on the receiving thread, a message
 */
public record LatencyRun(
        String label,
        long rate,
        Histogram latencies,
        double achieved,
        long lateNanos,
        long unsent,
        double receiveBytes) {
    /** The compiler needs calls, and a slow rate would not give it enough in time. */
    private static final long WARMUP_RATE = 20_000;

    private static final double TOLERANCE = 0.01;
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    static LatencyRun measure(Contender contender, Transport transport, long rate, int warmupSeconds, int seconds) {
        try (Workspace workspace = Workspace.in(transport.directory());
                FarEnd far = FarEnd.open(transport.processes(), contender, transport.setup(workspace.path()));
                Sender sender = contender.openSender(transport.setup(workspace.path()))) {
            long warmupRate = Math.max(rate, WARMUP_RATE);
            phase(contender.toString(), far, sender, warmupRate, warmupSeconds);
            return phase(contender.toString(), far, sender, rate, seconds);
        }
    }

    /** Messages at a rate for a time, and all of them received. */
    public static LatencyRun phase(String label, FarEnd far, Sender sender, long rate, double seconds) {
        far.begin(true);
        Sending.Pace pace = Sending.paced(sender, rate, Math.max(1, (long) (rate * seconds)));
        Sending.end(sender);
        return result(label, rate, pace, far.finish());
    }

    private static LatencyRun result(String label, long rate, Sending.Pace pace, Tally tally) {
        if (tally.received() != pace.sent()) {
            throw new IllegalStateException("messages are missing or doubled: contender=" + label + ", sent="
                    + pace.sent() + ", received=" + tally.received());
        }
        return new LatencyRun(
                label,
                rate,
                tally.latencies(),
                tally.received() * 1e9 / Math.max(1, tally.lastNanos() - pace.firstNanos()),
                tally.lastNanos() - pace.lastNanos(),
                pace.planned() - pace.sent(),
                (double) tally.allocatedBytes() / Math.max(1, tally.received()));
    }

    /** Of several runs: all their latencies, and the worst of the rest. */
    public LatencyRun and(LatencyRun other) {
        Histogram both = latencies.copy();
        both.add(other.latencies);
        return new LatencyRun(
                label,
                rate,
                both,
                Math.min(achieved, other.achieved),
                Math.max(lateNanos, other.lateNanos),
                Math.max(unsent, other.unsent),
                Math.max(receiveBytes, other.receiveBytes));
    }

    /** Whether the last message was not later than a hundredth of the run: else a queue was growing, and the latencies say nothing but that. */
    public boolean isSustained() {
        double duration = latencies.getTotalCount() * 1e9 / rate;
        return unsent == 0 && lateNanos <= Math.max((double) TOLERANCE_NANOS, duration * TOLERANCE);
    }

    public String name() {
        return label.replace(' ', '-') + "-" + rate;
    }
}
