package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Plays all scenes, round after round, as long as there is time. */
final class Comparison {
    private static final double OVERHEAD_SECONDS = 1.5;
    private static final double SHORTEST_SECONDS = 0.5;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(240);
    private static final long FAILURES_BORNE = 2;
    /** Of the scenes before the others, whose JVMs are not started yet. */
    private static final int QUIET_ROUNDS = 2;

    private final List<Scene> scenes;
    private final Company company;
    private final Results results;
    private final Duration wanted;
    private final long deadline;
    private final Map<Cell, Long> taken = new HashMap<>();

    Comparison(List<Scene> scenes, Company company, Results results, Duration wanted, int minutes) {
        this.scenes = scenes;
        this.company = company;
        this.results = results;
        this.wanted = wanted;
        this.deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    }

    /** Finds out which class of durability each is in. */
    void kill(List<Contender> contenders, Standing standing, Path directory, int trials) {
        for (Contender contender : contenders) {
            boolean keepsNothing = !contender.keepsMessages() || contender == Contender.FDATASYNC;
            if (keepsNothing || isUsedNowhere(contender)) {
                continue;
            }
            try {
                KillCheck check = KillCheck.of(contender, directory, trials);
                standing.add(contender, check);
                System.out.printf(
                        "killed     %-18s %,d sends had returned, lost %,d%n", contender, check.sends(), check.lost());
            } catch (IllegalStateException e) {
                System.out.printf("killed     %-18s FAILED: %s%n", contender, e.getMessage());
            }
        }
    }

    private boolean isUsedNowhere(Contender contender) {
        return scenes.stream()
                .flatMap(scene -> scene.cells().stream())
                .noneMatch(cell -> cell.contender() == contender);
    }

    /** @param afterRound what was measured so far is to be written down: a run that is interrupted leaves that much. */
    void run(int rounds, Runnable afterRound) {
        Duration duration = affordable();
        for (int round = 1; round <= Math.min(rounds, QUIET_ROUNDS); round++) {
            playAll(true, round, duration);
        }
        for (int round = 1; round <= rounds && timeFor(0); round++) {
            System.out.printf(
                    "round %d, %d min left%n", round, TimeUnit.NANOSECONDS.toMinutes(deadline - System.nanoTime()));
            playAll(false, round, duration);
            afterRound.run();
        }
    }

    private void playAll(boolean quiet, int round, Duration duration) {
        for (Scene scene : scenes) {
            if (scene.needsQuiet() == quiet) {
                play(scene, round, duration);
            }
        }
    }

    /** Shorter cells rather than less than a round. */
    private Duration affordable() {
        long cells = scenes.stream().mapToLong(scene -> scene.cells().size()).sum();
        double left = (deadline - System.nanoTime()) / 1e9;
        double each = 0.7 * left / cells - OVERHEAD_SECONDS;
        double wish = wanted.warmSeconds() + wanted.seconds();
        if (each >= wish) {
            return wanted;
        }
        double share = Math.max(SHORTEST_SECONDS, each) / wish;
        Duration shorter = new Duration(wanted.warmSeconds() * share, wanted.seconds() * share);
        System.out.printf("little time: cells of %.1f s, of which %.1f s count%n", wish * share, shorter.seconds());
        return shorter;
    }

    /** Each round begins with another contender. */
    private void play(Scene scene, int round, Duration duration) {
        List<Cell> cells = new ArrayList<>(scene.cells());
        Collections.rotate(cells, round);
        for (Cell cell : cells) {
            if (timeFor(taken.getOrDefault(cell, 0L)) && results.failedRounds(scene, cell) < FAILURES_BORNE) {
                play(scene, cell, duration);
            }
        }
    }

    private void play(Scene scene, Cell cell, Duration duration) {
        long start = System.nanoTime();
        try {
            Figures figures = company.player(cell.contender()).play(cell, duration, LIMIT_NANOS);
            results.add(scene, cell, figures);
            System.out.printf(
                    "  %-26s %-20s %12s %s%n",
                    scene.id(),
                    cell.label(),
                    scene.main().text(figures.get(scene.main())),
                    scene.main().title());
        } catch (IllegalStateException e) {
            results.fail(scene, cell, String.valueOf(e.getMessage()));
            System.out.printf("  %-26s %-20s FAILED: %s%n", scene.id(), cell.label(), e.getMessage());
        }
        taken.merge(cell, System.nanoTime() - start, Math::max);
    }

    private boolean timeFor(long nanos) {
        return System.nanoTime() + nanos < deadline;
    }
}
