package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers, transacted movers and consumers in several processes, of which one after the other is killed at a random instant. {@code engine/kills SECONDS [SEED]} goes on for longer, in one store
 * after the other.
 */
class ChaosIT {
    private static final long SECONDS = Long.getLong("foliomq.chaos.seconds", 25);
    private static final int PROCESSES = 3;
    private static final int KILLS_IN_A_STORE = 200;
    private static final int SHORTEST_LIFE_STEPS = 20;
    private static final int LONGEST_LIFE_STEPS = 600;
    private static final Figures FIGURES = new Figures("processes killed at random");

    @TempDir
    Path directory;

    @AfterAll
    static void print() {
        FIGURES.print();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void shouldLoseNothingWhoeverDiesWhenever() {
        long seed = Long.getLong("foliomq.chaos.seed", System.nanoTime());
        System.out.println("chaos: seed=" + seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Random random = new Random(seed);
        for (int round = 0; round == 0 || System.nanoTime() < end; round++) {
            CrashScene scene = new CrashScene(directory.resolve("store-" + round), directory.resolve("notes-" + round));
            int kills = kill(scene, random, end);
            Verdict verdict = scene.close();
            FIGURES.add("stores", 1)
                    .add("kills", kills)
                    .add("messages", verdict.messages())
                    .add("lost, doubled or half done", verdict.findings())
                    .most(
                            "longest stall of a survivor, ms",
                            TimeUnit.NANOSECONDS.toMillis(scene.notes().longestStallNanos()));
            assertThat(kills).isPositive();
        }
    }

    private static int kill(CrashScene scene, Random random, long end) {
        List<ChildJvm> alive = new ArrayList<>();
        int kills = 0;
        try {
            while (kills == 0 || (System.nanoTime() < end && kills < KILLS_IN_A_STORE)) {
                while (alive.size() < PROCESSES) {
                    ChildJvm child = scene.start(random.nextLong());
                    CrashScene.work(child);
                    alive.add(child);
                }
                int life = SHORTEST_LIFE_STEPS + random.nextInt(LONGEST_LIFE_STEPS - SHORTEST_LIFE_STEPS);
                scene.awaitSteps(life, alive.toArray(ChildJvm[]::new));
                try (ChildJvm victim = alive.remove(random.nextInt(alive.size()))) {
                    victim.kill();
                    victim.awaitExit();
                    CrashScene.assertHealthy(victim);
                }
                kills++;
            }
            for (ChildJvm each : alive) {
                each.ask("stop");
                CrashScene.assertHealthy(each);
            }
        } finally {
            alive.forEach(ChildJvm::close);
        }
        return kills;
    }
}
