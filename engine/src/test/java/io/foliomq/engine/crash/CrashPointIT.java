package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Durability;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a working process at each point that the code names, beside one that goes on. In the first round several threads of a process are stopped, each at a point of its own, before it is killed;
 * in the next every point has a process for itself, and so on by turns. Those of the repair are {@link PowerCutPointIT}'s. {@code engine/crash-points ROUNDS [SEED]} runs more than the one round of the build.
 */
class CrashPointIT {
    private static final int ROUNDS = Integer.getInteger("foliomq.crash.rounds", 1);
    private static final long SEED = Long.getLong("foliomq.crash.seed", System.nanoTime());
    private static final int TOGETHER = 7;

    private static final int LATEST_VISIT = 3;

    /** It is there to go on, not to take the processor from those who are to be killed. */
    private static final int SURVIVORS_PACE_MICROS = 1_000;

    private static final Figures FIGURES = new Figures("processes killed at each named instant");

    @TempDir
    Path directory;

    @AfterAll
    static void print() {
        FIGURES.print();
    }

    static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    private static Random random(int round) {
        System.out.println("crash points: seed=" + SEED + ", round=" + round);
        return new Random(SEED + round);
    }

    private static List<CrashPoint> points(boolean ofReapers) {
        return new ArrayList<>(Arrays.stream(CrashPoint.values())
                .filter(point -> !point.name().startsWith("REPAIR_"))
                .filter(point -> point.name().startsWith("REAP_") == ofReapers)
                .toList());
    }

    /** The first ones that are not of the same operation: these would stop behind each other. */
    private static List<CrashPoint> some(List<CrashPoint> points, int most) {
        Map<String, CrashPoint> byOperation = new LinkedHashMap<>();
        for (CrashPoint point : points) {
            if (byOperation.size() < most) {
                byOperation.putIfAbsent(point.name().split("_")[0], point);
            }
        }
        return List.copyOf(byOperation.values());
    }

    @ParameterizedTest
    @MethodSource("rounds")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldLoseNothingWhereverAProcessIsKilled(int round) {
        Random random = random(round);
        List<CrashPoint> left = points(false);
        Collections.shuffle(left, random);
        int together = round % 2 == 0 ? TOGETHER : 1;
        int victims = 0;
        CrashScene scene = new CrashScene(directory);
        try (ChildJvm survivor = scene.start(1)) {
            survivor.ask("pace " + SURVIVORS_PACE_MICROS);
            CrashScene.work(survivor);
            while (!left.isEmpty()) {
                List<CrashPoint> armed = some(left, together);
                try (Victim victim = new Victim(scene.start(++victims + 1))) {
                    victim.work();
                    armed.forEach(point -> victim.arm(point, 1 + random.nextInt(LATEST_VISIT)));
                    List<CrashPoint> reached = victim.awaitStopped(armed);
                    // What stood behind another that was armed has its turn with the last.
                    left.removeAll(armed);
                    left.addAll(armed);
                    left.removeAll(reached);
                }
                scene.awaitSteps(40, survivor);
            }
            survivor.ask("stop");
            CrashScene.assertHealthy(survivor);
        }
        Verdict verdict = scene.close();
        FIGURES.add("rounds", 1)
                .most("instants", points(false).size() + points(true).size())
                .add("kills", victims)
                .add("messages", verdict.messages())
                .add("lost, doubled or half done", verdict.findings());
    }

    /** One after the other is killed while it reaps the same process: each goes on where the one before it was stopped. */
    @ParameterizedTest
    @MethodSource("rounds")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldCompleteWhatReapersThatAreKilledLeave(int round) {
        CrashScene scene = new CrashScene(directory);
        scene.leaveADeadOne(Durability.PROCESS, random(round).nextLong());
        for (CrashPoint point : points(true)) {
            try (Victim reaper = new Victim(scene.startArmed(point))) {
                reaper.awaitStopped(point);
            }
        }
        try (ChildJvm survivor = scene.start(2)) {
            CrashScene.work(survivor);
            scene.awaitSteps(40, survivor);
            survivor.ask("stop");
            CrashScene.assertHealthy(survivor);
        }
        assertThat(scene.close().messages()).isPositive();
    }
}
