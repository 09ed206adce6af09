package io.foliomq.perf.throughput;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.Build;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.StoresPlace;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Mixin
    Turns turns = new Turns();

    @Option(names = "--size", defaultValue = "100", description = "bytes of a message, 8..1048576 (default: 100)")
    int size;

    @Option(
            names = "--against",
            description = "another clone of the repository, of another version: its build takes turns with this one")
    @Nullable
    Path other;

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Override
    public void run() {
        turns.verify();
        Setup.verifySize(size);
        Build against = other == null ? null : Build.ofClone(other);
        Map<Contender, List<Cost>> ours = new EnumMap<>(Contender.class);
        Map<Contender, List<Cost>> theirs = new EnumMap<>(Contender.class);
        for (int round = 0; round < turns.rounds; round++) {
            for (Contender contender : turns.contenders) {
                measure(ours, contender, Build.ofThis());
                if (against != null) {
                    measure(theirs, contender, against);
                }
            }
        }
        System.out.printf(
                "cost: processor ns a message of %d B, %d rounds of %s messages%n",
                size, turns.rounds, Counts.text(turns.messages));
        ours.forEach((contender, costs) -> print(contender.toString(), costs));
        theirs.forEach((contender, costs) -> print(contender + ", other", costs));
        theirs.forEach((contender, costs) -> compare(contender, ours.getOrDefault(contender, costs), costs));
    }

    private void measure(Map<Contender, List<Cost>> costs, Contender contender, Build build) {
        try (Workspace workspace = Workspace.in(stores.directory())) {
            costs.computeIfAbsent(contender, key -> new ArrayList<>())
                    .add(Cost.fork(build, contender, workspace.path(), size, turns.messages));
        }
    }

    private static void print(String name, List<Cost> costs) {
        System.out.printf(
                "%-18s send %s   receive %s   both %s   heap B %s%n",
                name,
                Turns.text(costs, Cost::sendNanos, "%.0f"),
                Turns.text(costs, Cost::receiveNanos, "%.0f"),
                Turns.text(costs, Cost::nanos, "%.0f"),
                Turns.text(costs, Cost::allocatedBytes, "%.0f"));
    }

    private static void compare(Contender contender, List<Cost> ours, List<Cost> theirs) {
        System.out.printf(
                "%-18s send %s   receive %s   both %s%n",
                contender + " ÷ other",
                Turns.ratio(ours, theirs, Cost::sendNanos),
                Turns.ratio(ours, theirs, Cost::receiveNanos),
                Turns.ratio(ours, theirs, Cost::nanos));
    }
}
