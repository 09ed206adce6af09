package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.latency.LatencyRun;
import io.foliomq.perf.measure.FarEnd;
import io.foliomq.perf.measure.Sending;
import io.foliomq.perf.measure.Tally;
import java.nio.file.Path;

/** One sender, and one receiver that may be a process of its own. */
final class Paced {
    private static final long REMOTE_WARM_UP = 300_000;

    private Paced() {}

    static Figures play(Cell cell, Path directory, Duration duration) {
        Setup setup = cell.setup(directory);
        try (FarEnd far = FarEnd.open(cell.processes(), cell.contender(), setup);
                Sender sender = cell.contender().openSender(setup)) {
            if (far.isRemote()) {
                // That process is new: what the compiler needs to see would take it a minute at this rate.
                flatOut(far, sender, REMOTE_WARM_UP);
            }
            LatencyRun.phase(cell.label(), far, sender, cell.rate(), duration.warmSeconds());
            LatencyRun run = LatencyRun.phase(cell.label(), far, sender, cell.rate(), duration.seconds());
            return new Figures()
                    .with(run.latencies())
                    .with(Figure.PER_SECOND, run.achieved())
                    .with(Figure.SUSTAINED, run.isSustained() ? 1 : 0);
        }
    }

    static Figures flatOut(Cell cell, Path directory) {
        Setup setup = cell.setup(directory);
        try (FarEnd far = FarEnd.open(cell.processes(), cell.contender(), setup);
                Sender sender = cell.contender().openSender(setup)) {
            flatOut(far, sender, cell.backlog() / 2);
            return new Figures().with(Figure.PER_SECOND, flatOut(far, sender, cell.backlog()));
        }
    }

    private static double flatOut(FarEnd far, Sender sender, long count) {
        far.begin(false);
        long start = System.nanoTime();
        Sending.flatOut(sender, count);
        Sending.end(sender);
        Tally tally = far.finish();
        if (tally.received() != count) {
            throw new IllegalStateException(
                    "messages are missing or doubled: sent=" + count + ", received=" + tally.received());
        }
        return count * 1e9 / (tally.lastNanos() - start);
    }
}
