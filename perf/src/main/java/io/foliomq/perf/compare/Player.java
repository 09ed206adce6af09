package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.ChildProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One contender: its JVM, started and warmed up with the first cell. */
final class Player implements AutoCloseable {
    private final Contender contender;
    private final Path directory;
    private final double warmSeconds;
    private @Nullable ChildProcess stage;

    /** @param warmSeconds for which a new JVM is warmed up */
    Player(Contender contender, Path directory, double warmSeconds) {
        this.contender = contender;
        this.directory = directory;
        this.warmSeconds = warmSeconds;
    }

    /**
     * Plays a cell.
     *
     * @param limitNanos after which the JVM is ended, and the next cell gets a new one
     * @throws IllegalStateException if it failed, with the reason.
     */
    Figures play(Cell cell, Duration duration, long limitNanos) {
        ChildProcess current = stage;
        if (current == null) {
            current = ChildProcess.start(Stage.class);
            stage = current;
            List<Cell> warmUps = Kind.warmUps(contender);
            for (Cell warmUp : warmUps) {
                ask(current, warmUp, new Duration(warmSeconds / warmUps.size(), 0.1), limitNanos);
            }
        }
        return ask(current, cell, duration, limitNanos);
    }

    private Figures ask(ChildProcess current, Cell cell, Duration duration, long limitNanos) {
        String order = String.join(
                " ",
                "play",
                Double.toString(duration.warmSeconds()),
                Double.toString(duration.seconds()),
                directory.toString(),
                cell.toLine());
        String answer;
        try (Watchdog dog = Watchdog.over(current, limitNanos)) {
            answer = current.ask(order);
        } catch (IllegalStateException e) {
            stage = null;
            current.close();
            throw new IllegalStateException("process ended: contender=" + contender + ", at=" + Instant.now(), e);
        }
        if (answer.startsWith("failed ")) {
            throw new IllegalStateException(answer);
        }
        return Figures.ofLine(answer.substring("ok ".length()));
    }

    @Override
    public void close() {
        ChildProcess current = stage;
        if (current != null) {
            current.close();
            stage = null;
        }
    }
}
