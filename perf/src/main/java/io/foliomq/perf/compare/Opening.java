package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.measure.Workspace;
import io.foliomq.perf.workload.FirstMessage;
import io.foliomq.perf.workload.Idleness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The engine before there are messages: opening, and waiting. */
final class Opening {
    private static final int MOST_OPENINGS = 50;
    private static final int MOST_STARTS = 5;
    private static final int WAKE_UPS = 300;
    /** Asking what was used takes some milliseconds itself. */
    private static final int LEAST_IDLE_SECONDS = 20;

    private Opening() {}

    static Figures play(Cell cell, Path directory, Duration duration) {
        Path empty = directory.resolve("empty");
        Path full = directory.resolve("full");
        FirstMessage.fill(empty, cell.size(), 0);
        FirstMessage.fill(full, cell.size(), cell.backlog());
        // Else the openings would share the disk with what the filling left to be written.
        Workspace.sync();
        Figures figures = new Figures();
        alternate(
                () -> FirstMessage.openNanos(empty, cell.size()),
                () -> FirstMessage.openNanos(full, cell.size()),
                MOST_OPENINGS,
                duration,
                (nanos, ratio) -> figures.with(Figure.OPEN_NANOS, nanos).with(Figure.OF_EMPTY, ratio));
        alternate(
                () -> FirstMessage.startNanos(empty, cell.size()),
                () -> FirstMessage.startNanos(full, cell.size()),
                MOST_STARTS,
                duration,
                (nanos, ratio) -> figures.with(Figure.START_NANOS, nanos).with(Figure.START_OF_EMPTY, ratio));
        return figures;
    }

    private interface Taken {
        void accept(double nanos, double ofEmpty);
    }

    /** Medians; the first of each makes files and loads classes that the others find. */
    private static void alternate(DoubleSupplier empty, DoubleSupplier full, int most, Duration duration, Taken taken) {
        List<Double> times = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        long end = System.nanoTime() + (long) (duration.seconds() * 1e9);
        for (int i = 0; i <= 1 || (i <= most && System.nanoTime() < end); i++) {
            double ofOne = empty.getAsDouble();
            double ofOther = full.getAsDouble();
            if (i > 0) {
                times.add(ofOther);
                ratios.add(ofOther / ofOne);
            }
        }
        taken.accept(Spread.of(times).median(), Spread.of(ratios).median());
    }

    static Figures idle(Cell cell, Path directory, Duration duration) {
        int seconds = (int) Math.max(LEAST_IDLE_SECONDS, Math.ceil(2 * duration.seconds()));
        Idleness idleness = Idleness.measure(cell.contender(), cell.setup(directory), seconds, WAKE_UPS);
        return new Figures()
                .with(idleness.wakeUps())
                .with(Figure.IDLE_CPU_PERCENT, idleness.cpuPercent())
                .with(Figure.EMPTY_CPU_PERCENT, idleness.emptyPercent());
    }
}
