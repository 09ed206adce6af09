package io.foliomq.perf.throughput;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Transport;
import io.foliomq.perf.measure.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    @Mixin
    Turns turns = new Turns();

    @Option(
            names = "--warmup",
            defaultValue = "1M",
            converter = Counts.class,
            description = "messages before them (default: 1M)")
    long warmup;

    @Override
    public void run() {
        transport.verify();
        turns.verify();
        System.out.printf(
                "throughput: %s, %d rounds of %s messages after %s%n",
                transport, turns.rounds, Counts.text(turns.messages), Counts.text(warmup));
        Map<Contender, List<Run>> runs = new EnumMap<>(Contender.class);
        for (int round = 1; round <= turns.rounds; round++) {
            for (Contender contender : turns.contenders) {
                Run run = run(contender);
                runs.computeIfAbsent(contender, key -> new ArrayList<>()).add(run);
                System.out.printf("round %d  %-10s %,12.0f msg/s%n", round, contender, run.perSecond());
            }
        }
        System.out.println();
        runs.forEach(this::report);
        if (turns.contenders.contains(Contender.CHRONICLE)) {
            runs.forEach((contender, own) -> compare(contender, own, runs.getOrDefault(Contender.CHRONICLE, own)));
        }
    }

    private Run run(Contender contender) {
        try (Workspace workspace = Workspace.in(transport.directory())) {
            return Run.fork(
                    contender, transport.setup(workspace.path()), transport.processes(), warmup, turns.messages);
        }
    }

    private void report(Contender contender, List<Run> runs) {
        System.out.printf("%-10s msg/s: median %s%n", contender, Turns.text(runs, Run::perSecond, "%,.0f"));
        System.out.printf(
                "%-10s heap bytes a message: sender median %s, receiver median %s%n",
                "", Turns.text(runs, Run::sendBytes, "%.3f"), Turns.text(runs, Run::receiveBytes, "%.3f"));
        System.out.printf(
                "%-10s CPU seconds a million messages: median %s%n", "", Turns.text(runs, Run::cpuSeconds, "%.2f"));
        System.out.printf("%-10s disk bytes a message: %.1f%n", "", diskBytes(contender));
    }

    /** What unread messages take, over and above an empty store. */
    private double diskBytes(Contender contender) {
        try (Workspace workspace = Workspace.in(transport.directory());
                Sender sender = contender.openSender(transport.setup(workspace.path()))) {
            sender.send(0);
            long before = workspace.diskBytes();
            for (long i = 0; i < turns.messages; i++) {
                sender.send(i);
            }
            return (double) (workspace.diskBytes() - before) / turns.messages;
        }
    }

    private static void compare(Contender contender, List<Run> own, List<Run> yardstick) {
        if (contender == Contender.CHRONICLE) {
            return;
        }
        System.out.printf(
                "%s ÷ chronicle, round by round: median %s%n", contender, Turns.ratio(own, yardstick, Run::perSecond));
    }
}
