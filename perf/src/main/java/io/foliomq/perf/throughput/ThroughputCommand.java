package io.foliomq.perf.throughput;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.measure.Transport;
import io.foliomq.perf.measure.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the contenders in turn, so that whatever else the machine does meets all of them. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = "Messages a second from one sender to one receiver, flat out, against Chronicle Queue alone.")
public final class ThroughputCommand implements Runnable {
    @Mixin
    Transport transport = new Transport();

    @Option(names = "--rounds", defaultValue = "5", description = "runs of each contender, 1..100 (default: 5)")
    int rounds;

    @Option(
            names = "--messages",
            defaultValue = "2M",
            converter = Counts.class,
            description = "messages that count, in each run (default: 2M)")
    long messages;

    @Option(
            names = "--warmup",
            defaultValue = "1M",
            converter = Counts.class,
            description = "messages before them (default: 1M)")
    long warmup;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "engine,chronicle",
            description = "some of ${COMPLETION-CANDIDATES} (default: engine,chronicle)")
    List<Contender> contenders = List.of();

    @Override
    public void run() {
        transport.verify();
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException("--rounds: value=" + rounds + ", accepted=1..100");
        }
        System.out.printf(
                "throughput: %s, %d rounds of %s messages after %s%n",
                transport, rounds, Counts.text(messages), Counts.text(warmup));
        Map<Contender, List<Run>> runs = new EnumMap<>(Contender.class);
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Run run = run(contender);
                runs.computeIfAbsent(contender, key -> new ArrayList<>()).add(run);
                System.out.printf("round %d  %-10s %,12.0f msg/s%n", round, contender, run.perSecond());
            }
        }
        System.out.println();
        runs.forEach(this::report);
        if (contenders.contains(Contender.CHRONICLE)) {
            runs.forEach((contender, own) -> compare(contender, own, runs.getOrDefault(Contender.CHRONICLE, own)));
        }
    }

    private Run run(Contender contender) {
        try (Workspace workspace = Workspace.in(transport.directory())) {
            return Run.fork(contender, transport.setup(workspace.path()), transport.processes(), warmup, messages);
        }
    }

    private void report(Contender contender, List<Run> runs) {
        System.out.printf("%-10s msg/s: %s%n", contender, text(runs, Run::perSecond, "%,.0f"));
        System.out.printf(
                "%-10s heap bytes a message: sender %s, receiver %s%n",
                "", text(runs, Run::sendBytes, "%.3f"), text(runs, Run::receiveBytes, "%.3f"));
        System.out.printf("%-10s CPU seconds a million messages: %s%n", "", text(runs, Run::cpuSeconds, "%.2f"));
        System.out.printf("%-10s disk bytes a message: %.1f%n", "", diskBytes(contender));
    }

    private static String text(List<Run> runs, ToDoubleFunction<Run> figure, String format) {
        Spread spread = Spread.of(runs.stream().map(figure::applyAsDouble).toList());
        return String.format(
                "median " + format + " (" + format + " … " + format + ")",
                spread.median(),
                spread.least(),
                spread.most());
    }

    /** What unread messages take, over and above an empty store. */
    private double diskBytes(Contender contender) {
        try (Workspace workspace = Workspace.in(transport.directory());
                Sender sender = contender.openSender(transport.setup(workspace.path()))) {
            sender.send(0);
            long before = workspace.diskBytes();
            for (long i = 0; i < messages; i++) {
                sender.send(i);
            }
            return (double) (workspace.diskBytes() - before) / messages;
        }
    }

    private static void compare(Contender contender, List<Run> own, List<Run> yardstick) {
        if (contender == Contender.CHRONICLE) {
            return;
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round).perSecond() / yardstick.get(round).perSecond());
        }
        Spread spread = Spread.of(ratios);
        System.out.printf(
                "%s ÷ chronicle, round by round: median %.2f (%.2f … %.2f)%n",
                contender, spread.median(), spread.least(), spread.most());
    }
}
