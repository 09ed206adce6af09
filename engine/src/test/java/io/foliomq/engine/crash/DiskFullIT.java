package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Figures;
import io.foliomq.engine.testing.SmallFileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fills the disk under processes that send, move, consume, subscribe, and make and delete destinations, again and again, to the last byte or nearly so. What is sent is refused then and nothing else goes
 * wrong: no fault, no loss, no thread that hangs; consumers drain; and all goes on when there is room again. {@code engine/full-disks ROUNDS [SEED]} fills more often.
 */
class DiskFullIT {
    private static final int ROUNDS = Integer.getInteger("foliomq.full.rounds", 3);
    private static final long SEED = Long.getLong("foliomq.full.seed", System.nanoTime());
    private static final long FREE_BYTES = 24L << 20;
    private static final int[] LEFT_BYTES = {0, 0, 4 << 10, 20 << 10, 100 << 10, 700 << 10, 2 << 20};

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(SmallFileSystem.Type.class)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void shouldRefuseWhatNeedsRoomAndDoTheRest(SmallFileSystem.Type type) {
        List<String> missing = SmallFileSystem.missing(type);
        assumeTrue(missing.isEmpty(), () -> "cannot make a file system: type=" + type + ", missing=" + missing);
        System.out.println("full disk: type=" + type + ", seed=" + SEED);
        Random random = new Random(SEED);
        try (SmallFileSystem disk = SmallFileSystem.make(directory, type, FREE_BYTES)) {
            CrashScene scene = new CrashScene(disk.root().resolve("store"), directory.resolve("notes"));
            ChildJvm child = scene.start(1);
            try {
                work(child);
                for (int round = 0; round < ROUNDS; round++) {
                    awaitSteps(scene, child);
                    disk.fill(LEFT_BYTES[random.nextInt(LEFT_BYTES.length)]);
                    awaitRefusals(child, 20);
                    awaitDrained(child);
                    attachOrBeRefused(scene, round);
                    if (random.nextInt(3) == 0) {
                        child.close();
                        CrashScene.assertHealthy(child);
                        disk.free();
                        child = scene.start(2 + round);
                        work(child);
                    }
                    disk.free();
                }
                awaitSteps(scene, child);
                child.ask("stop");
                CrashScene.assertHealthy(child);
            } finally {
                child.close();
            }
            Verdict verdict = scene.close();
            new Figures("full disk, " + type.name().toLowerCase(Locale.ROOT))
                    .add("times full", ROUNDS)
                    .add("messages", verdict.messages())
                    .add("lost, doubled or half done", verdict.findings())
                    .print();
        }
    }

    private static void awaitSteps(CrashScene scene, ChildJvm child) {
        try {
            scene.awaitSteps(200, child);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("nothing goes on: " + child.ask("standing"), e);
        }
    }

    private static void work(ChildJvm child) {
        child.ask("patience");
        CrashScene.workInLittleRoom(child);
        child.ask("warm");
    }

    private static void awaitRefusals(ChildJvm child, int more) {
        long enough = Long.parseLong(child.ask("refusals")) + more;
        Awaitility.await("refusals").atMost(Duration.ofSeconds(60)).until(() -> {
            CrashScene.assertHealthy(child);
            return Long.parseLong(child.ask("refusals")) >= enough;
        });
    }

    /** What was sent is consumed on the full disk. */
    private static void awaitDrained(ChildJvm child) {
        Awaitility.await("drained").atMost(Duration.ofSeconds(60)).until(() -> {
            CrashScene.assertHealthy(child);
            return child.ask("depth " + Workload.OUT).equals("0");
        });
    }

    /** A process that comes now either gets in or is told why not. */
    private static void attachOrBeRefused(CrashScene scene, int round) {
        try (ChildJvm newcomer = scene.launch(1000 + round)) {
            String line = newcomer.awaitLine(
                    each -> each.startsWith("attached") || each.startsWith("refused"), "attached or refused");
            System.out.println("on the full disk: " + line);
            if (line.startsWith("refused")) {
                assertThat(line).containsAnyOf("No space left on device", "disk is full");
            }
            CrashScene.assertHealthy(newcomer);
        }
    }
}
