package io.foliomq.perf.latency;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures each contender at each rate, and leaves a table, histograms and a chart. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "One-way latency at fixed rates, counted from the time at which a message was due to be sent, so that a "
                    + "stall of the sender counts too.",
            "Prints percentiles in microseconds; writes a .hgrm file for each contender and rate, latency.svg and "
                    + "latency.html."
        })
public final class LatencyCommand implements Runnable {
    @Mixin
    Transport transport = new Transport();

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "1k,10k,100k",
            converter = Counts.class,
            description = "messages a second (default: 1k,10k,100k)")
    List<Long> rates = List.of();

    @Option(names = "--seconds", defaultValue = "10", description = "that count, at each rate, 1..3600 (default: 10)")
    int seconds;

    @Option(names = "--warmup", defaultValue = "5", description = "seconds before them, 1..3600 (default: 5)")
    int warmup;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "engine,jms,chronicle",
            description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Contender> contenders = List.of();

    @Option(
            names = "--out",
            defaultValue = "${sys:foliomq.perf.out:-target}/latency",
            description = "directory for histograms and chart (default: ${DEFAULT-VALUE})")
    Path out = Path.of(".");

    @Override
    public void run() {
        transport.verify();
        verifySeconds("--seconds", seconds);
        verifySeconds("--warmup", warmup);
        System.out.printf(
                "latency: %s, %d s after %d s of warm-up, Java %s%n%n",
                transport, seconds, warmup, System.getProperty("java.version"));
        LatencyTable table = new LatencyTable(System.out);
        table.head();
        List<LatencyRun> runs = new ArrayList<>();
        for (long rate : rates) {
            for (Contender contender : contenders) {
                if (!contender.offers(transport.durability())) {
                    System.out.printf(
                            "%-10s left out: it does not offer durability %s%n", contender, transport.durability());
                    continue;
                }
                LatencyRun run = LatencyRun.measure(contender, transport, rate, warmup, seconds);
                runs.add(run);
                table.row(run);
            }
        }
        write(runs);
    }

    private static void verifySeconds(String option, int value) {
        if (value < 1 || value > 3600) {
            throw new IllegalArgumentException(option + ": value=" + value + ", accepted=1..3600");
        }
    }

    private void write(List<LatencyRun> runs) {
        LatencyFiles.write("One-way latency, " + transport, rates, runs, out);
        System.out.printf("%nwritten: %s%n", out.toAbsolutePath().normalize());
    }
}
