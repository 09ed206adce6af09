package io.foliomq.perf.workload;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.StoresPlace;
import io.foliomq.perf.measure.Workspace;
import java.util.List;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A consumer in a process of its own that has nothing to do, and then gets one message after another from another process. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "Processor time of an idle consumer, and how long its wake-up takes across processes.")
public final class IdleCommand implements Runnable {
    private static final int SIZE = 100;
    private static final double NANOS_A_MICRO = 1_000;

    @Option(names = "--seconds", defaultValue = "10", description = "of idleness, 1..3600 (default: 10)")
    int seconds;

    @Option(names = "--messages", defaultValue = "1000", description = "wake-ups, 1..1000000 (default: 1000)")
    int messages;

    @Option(
            names = "--waits",
            split = ",",
            defaultValue = "spin,balanced,economy",
            description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<WaitPolicy> waits = List.of();

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Override
    public void run() {
        if (seconds < 1 || seconds > 3600 || messages < 1 || messages > 1_000_000) {
            throw new IllegalArgumentException(
                    "--seconds, --messages: value=" + seconds + ", " + messages + ", accepted=1..3600, 1..1000000");
        }
        System.out.printf("idle: %d s without a message, then %d wake-ups, across processes%n", seconds, messages);
        System.out.printf(
                "%-10s %14s %14s %14s %10s %10s %10s%n",
                "wait", "idle CPU, %", "empty JVM, %", "wake-up µs p50", "p90", "p99", "max");
        for (WaitPolicy wait : waits) {
            measure(wait);
        }
    }

    private void measure(WaitPolicy wait) {
        try (Workspace workspace = Workspace.in(stores.directory())) {
            Setup setup = new Setup(workspace.path(), SIZE, wait, Durability.PROCESS);
            Idleness idleness = Idleness.measure(Contender.ENGINE, setup, seconds, messages);
            Histogram latencies = idleness.wakeUps();
            System.out.printf(
                    "%-10s %14.3f %14.3f %14.1f %10.1f %10.1f %10.1f%n",
                    wait,
                    idleness.cpuPercent(),
                    idleness.emptyPercent(),
                    latencies.getValueAtPercentile(50) / NANOS_A_MICRO,
                    latencies.getValueAtPercentile(90) / NANOS_A_MICRO,
                    latencies.getValueAtPercentile(99) / NANOS_A_MICRO,
                    latencies.getMaxValue() / NANOS_A_MICRO);
        }
    }
}
