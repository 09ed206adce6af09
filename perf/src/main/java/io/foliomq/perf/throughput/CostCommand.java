package io.foliomq.perf.throughput;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The figure to compare versions by on a machine that is never quiet. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = {
            "Processor time of a send and of a receive, on one thread that never waits, contenders in turn.",
            "Holds on a busy machine too. What background threads do meanwhile is not in it."
        })
public final class CostCommand implements Runnable {
    @Option(names = "--size", defaultValue = "100", description = "bytes of a message, 8..1048576 (default: 100)")
    int size;

    @Option(names = "--rounds", defaultValue = "5", description = "runs of each contender, 1..100 (default: 5)")
    int rounds;

    @Option(
            names = "--messages",
            defaultValue = "3M",
            converter = Counts.class,
            description = "messages that count, in each run, after a third as many (default: 3M)")
    long messages;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "engine,jms,chronicle",
            description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Contender> contenders = List.of();

    @Option(
            names = "--dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "where the stores go meanwhile (default: ${DEFAULT-VALUE})")
    Path directory = Path.of(".");

    @Override
    public void run() {
        Setup.verifySize(size);
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException("--rounds: value=" + rounds + ", accepted=1..100");
        }
        Map<Contender, List<Cost>> costs = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                try (Workspace workspace = Workspace.in(directory)) {
                    costs.computeIfAbsent(contender, key -> new ArrayList<>())
                            .add(Cost.fork(contender, workspace.path(), size, messages));
                }
            }
        }
        System.out.printf(
                "cost: processor ns a message of %d B, %d rounds of %s messages%n",
                size, rounds, Counts.text(messages));
        costs.forEach((contender, own) -> System.out.printf(
                "%-10s send %s   receive %s   both %s   heap B %s%n",
                contender,
                text(own, Cost::sendNanos),
                text(own, Cost::receiveNanos),
                text(own, Cost::nanos),
                text(own, Cost::allocatedBytes)));
    }

    private static String text(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        Spread spread = Spread.of(costs.stream().map(figure::applyAsDouble).toList());
        return String.format("%.0f (%.0f … %.0f)", spread.median(), spread.least(), spread.most());
    }
}
