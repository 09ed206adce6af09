package io.foliomq.perf.workload;

import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.measure.StoresPlace;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens a store with a backlog and an empty one in turn, each time up to the first message. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = "Time to open a store, send a message and receive the first one: with a backlog, and without.")
public final class OpenCommand implements Runnable {
    private static final double NANOS_A_MILLI = 1e6;

    @Option(names = "--messages", defaultValue = "1M", converter = Counts.class, description = "backlog (default: 1M)")
    long messages;

    @Option(names = "--size", defaultValue = "100", description = "bytes of a message, 8..1048576 (default: 100)")
    int size;

    @Option(names = "--rounds", defaultValue = "20", description = "openings of each store, 1..1000 (default: 20)")
    int rounds;

    @Option(
            names = "--fresh",
            defaultValue = "5",
            description = "further openings of each store in a JVM of its own, 1..100 (default: 5)")
    int fresh;

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Override
    public void run() {
        if (rounds < 1 || rounds > 1000 || fresh < 1 || fresh > 100) {
            throw new IllegalArgumentException(
                    "--rounds, --fresh: value=" + rounds + ", " + fresh + ", accepted=1..1000, 1..100");
        }
        try (Workspace empty = Workspace.in(stores.directory());
                Workspace full = Workspace.in(stores.directory())) {
            FirstMessage.fill(empty.path(), size, 0);
            FirstMessage.fill(full.path(), size, messages);
            // Else the openings would share the disk with what the filling left to be written.
            Workspace.sync();
            System.out.printf(
                    "open: backlog of %s messages of %d B (%,d MB on disk), against an empty store%n",
                    Counts.text(messages), size, full.diskBytes() >> 20);
            compare("same JVM", rounds, () -> openOnce(empty.path(), size), () -> openOnce(full.path(), size));
            compare("fresh JVM", fresh, () -> openFresh(empty.path()), () -> openFresh(full.path()));
        }
    }

    private static void compare(String where, int rounds, DoubleSupplier empty, DoubleSupplier full) {
        List<Double> emptyMs = new ArrayList<>();
        List<Double> fullMs = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        // The first round makes files and loads classes that the others find.
        for (int i = 0; i <= rounds; i++) {
            double emptyOne = empty.getAsDouble();
            double fullOne = full.getAsDouble();
            if (i > 0) {
                emptyMs.add(emptyOne);
                fullMs.add(fullOne);
                differences.add(fullOne - emptyOne);
            }
        }
        print(where, "empty", Spread.of(emptyMs));
        print(where, "backlog", Spread.of(fullMs));
        print(where, "difference, pair by pair", Spread.of(differences));
    }

    private static void print(String where, String what, Spread spread) {
        System.out.printf(
                "%-10s %-26s median %7.2f ms (%.2f … %.2f)%n",
                where, what, spread.median(), spread.least(), spread.most());
    }

    private static double openOnce(Path path, int size) {
        return FirstMessage.openNanos(path, size) / NANOS_A_MILLI;
    }

    private double openFresh(Path path) {
        try (ChildProcess child = ChildProcess.start(FirstMessage.class, path.toString(), Integer.toString(size))) {
            return Long.parseLong(child.await("opened")) / NANOS_A_MILLI;
        }
    }
}
