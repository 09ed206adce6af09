package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.workload.FirstMessage;
import io.foliomq.perf.workload.Idleness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The engine before there are messages: opening, and waiting. */
final class Opening {
    private static final int MOST_OPENINGS = 50;
    private static final int WAKE_UPS = 300;

    private Opening() {}

    static Figures play(Cell cell, Path directory, Duration duration) {
        Path empty = directory.resolve("empty");
        Path full = directory.resolve("full");
        FirstMessage.fill(empty, cell.size(), 0);
        FirstMessage.fill(full, cell.size(), cell.backlog());
        List<Double> times = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        FirstMessage.openNanos(empty, cell.size());
        FirstMessage.openNanos(full, cell.size());
        long end = System.nanoTime() + (long) (duration.seconds() * 1e9);
        do {
            double ofOne = FirstMessage.openNanos(empty, cell.size());
            double ofOther = FirstMessage.openNanos(full, cell.size());
            times.add(ofOther);
            ratios.add(ofOther / ofOne);
        } while (System.nanoTime() < end && times.size() < MOST_OPENINGS);
        return new Figures()
                .with(Figure.OPEN_NANOS, Spread.of(times).median())
                .with(Figure.OF_EMPTY, Spread.of(ratios).median());
    }

    static Figures idle(Cell cell, Path directory, Duration duration) {
        int seconds = (int) Math.max(1, Math.ceil(2 * duration.seconds()));
        Idleness idleness = Idleness.measure(cell.setup(directory), seconds, WAKE_UPS);
        return new Figures().with(idleness.wakeUps()).with(Figure.IDLE_CPU_PERCENT, idleness.cpuPercent());
    }
}
