package io.foliomq.perf.latency;

import io.foliomq.perf.measure.Counts;
import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The figures as text. */
final class LatencyTable {
    static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};
    private static final double NANOS_A_MICRO = 1_000;

    private final PrintStream target;

    LatencyTable(PrintStream target) {
        this.target = target;
    }

    void head() {
        target.printf("%8s  %-16s", "rate", "µs");
        for (double percentile : PERCENTILES) {
            target.printf(" %10s", label(percentile));
        }
        target.printf("  %12s  %s%n", "achieved/s", "heap B/msg, receiver");
    }

    void row(LatencyRun run) {
        target.printf("%8s  %-16s", Counts.text(run.rate()), run.label());
        for (double percentile : PERCENTILES) {
            target.printf(" %10s", micros(run.latencies(), percentile));
        }
        target.printf("  %,12.0f  %.1f", run.achieved(), run.receiveBytes());
        if (!run.isSustained()) {
            target.print("  NOT SUSTAINED: " + verdict(run));
        }
        target.println();
    }

    static String label(double percentile) {
        if (percentile == 100) {
            return "max";
        }
        String digits = Double.toString(percentile);
        return "p" + (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits);
    }

    static String micros(Histogram latencies, double percentile) {
        double micros = latencies.getValueAtPercentile(percentile) / NANOS_A_MICRO;
        return String.format(Locale.ROOT, micros < 100 ? "%.2f" : "%.0f", micros);
    }

    static String verdict(LatencyRun run) {
        return String.format(
                Locale.ROOT, "%.0f ms behind at the end, %d not sent in time", run.lateNanos() / 1e6, run.unsent());
    }
}
