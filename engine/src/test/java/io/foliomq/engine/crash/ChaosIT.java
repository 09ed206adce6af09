package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers, transacted movers and consumers in several processes, of which one after the other is killed at a random instant. The long run:
 * {@code ./mvnw -pl engine verify -Dit.test=ChaosIT -Dfoliomq.chaos.seconds=3600}; the same dice again: {@code -Dfoliomq.chaos.seed=…}.
 */
class ChaosIT {
    private static final int PROCESSES = 3;
    private static final int SHORTEST_LIFE_STEPS = 20;
    private static final int LONGEST_LIFE_STEPS = 600;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void shouldLoseNothingWhoeverDiesWhenever() {
        long seed = Long.getLong("foliomq.chaos.seed", System.nanoTime());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("foliomq.chaos.seconds", 25));
        Random random = new Random(seed);
        CrashScene scene = new CrashScene(directory);
        List<ChildJvm> alive = new ArrayList<>();
        int kills = 0;
        try {
            while (System.nanoTime() < end) {
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
        Verdict verdict = scene.close();
        System.out.println("chaos: seed=" + seed + ", kills=" + kills + ", steps="
                + scene.notes().steps() + ", " + verdict + ", longest stall of a survivor, ms="
                + TimeUnit.NANOSECONDS.toMillis(scene.notes().longestStallNanos()));
        assertThat(kills).isPositive();
    }
}
