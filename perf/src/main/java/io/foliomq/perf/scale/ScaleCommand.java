package io.foliomq.perf.scale;

import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.StoresPlace;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** More and more of one thing, the rest as it was. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Throughput, latency, processor, memory, descriptors and threads with more and more consumers, producers, "
                    + "processes and destinations, each in JVMs of their own.",
            "Writes its part of performance.md, and a chart."
        })
public final class ScaleCommand implements Runnable {
    @Option(
            names = "--curves",
            split = ",",
            defaultValue = "consumers,producers,processes,destinations,listeners",
            description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Curve> curves = List.of();

    @Option(
            names = "--counts",
            split = ",",
            description = "how many of each, 1..1000 (default: 1 up to 32, 16, 8, 1000, 1000)")
    List<Integer> counts = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "of everything, 1..100 (default: 3)")
    int rounds;

    @Option(names = "--seconds", defaultValue = "4", description = "that count, of each point, 0.1..600 (default: 4)")
    double seconds;

    @Option(
            names = "--warmup",
            defaultValue = "4",
            description = "seconds before them, for each process of a point, 0.1..600 (default: 4)")
    double warmup;

    @Option(
            names = "--rate",
            defaultValue = "1k",
            converter = Counts.class,
            description = "messages a second where latency is measured (default: 1k)")
    long rate;

    @Option(
            names = "--wait",
            defaultValue = "balanced",
            description = "how consumers wait: ${COMPLETION-CANDIDATES} (default: balanced)")
    WaitPolicy waiting = WaitPolicy.BALANCED;

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Option(
            names = "--out",
            defaultValue = "${sys:foliomq.perf.out:-target}/scale",
            description = "directory for what is written (default: ${DEFAULT-VALUE})")
    Path out = Path.of(".");

    @Option(
            names = "--page",
            description =
                    "a further file for its part of the page, such as docs/performance.md; its chart goes beside it")
    @Nullable
    Path page;

    @Override
    public void run() {
        if (counts.stream().anyMatch(count -> count < 1 || count > 1_000)) {
            throw new IllegalArgumentException("--counts: value=" + counts + ", accepted=1..1000");
        }
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException("--rounds: value=" + rounds + ", accepted=1..100");
        }
        for (double value : new double[] {seconds, warmup}) {
            if (!(value >= 0.1 && value <= 600)) {
                throw new IllegalArgumentException("--seconds, --warmup: value=" + value + ", accepted=0.1..600");
            }
        }
        Pace pace = new Pace(warmup, seconds, rate);
        Map<Curve, SortedMap<Integer, Points>> points = new EnumMap<>(Curve.class);
        for (int round = 1; round <= rounds; round++) {
            for (Curve curve : curves) {
                System.out.printf("round %d, %s: %s%n%s", round, curve, curve.text(), ScaleReport.HEAD);
                measure(curve, pace, points.computeIfAbsent(curve, key -> new TreeMap<>()));
            }
            // A run that is interrupted leaves that much.
            new ScaleReport(points, pace).write(out, page);
        }
        System.out.printf("%nwritten: %s%n", out.toAbsolutePath().normalize());
    }

    private void measure(Curve curve, Pace pace, SortedMap<Integer, Points> points) {
        for (int count : counts.isEmpty() ? curve.counts() : counts) {
            Points all = points.computeIfAbsent(count, key -> new Points());
            all.add(CrowdRun.measure(curve.at(count), waiting, stores.directory(), pace));
            System.out.print(ScaleReport.row(count, all));
        }
    }
}
