package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.CutFileSystem;
import io.foliomq.engine.testing.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cuts the power of a file system under a loaded store, and looks at what is left. {@code engine/power-cuts N} does it N times for each level and file system, with a new seed each time.
 */
class PowerCutIT {
    static final int GROUP_MS = 20;
    /** What a sync itself may take on a busy machine, until what it covers is safe. */
    private static final long GROUP_SLACK_MS = 4_000;

    private static final int LEAST_SENT = 100;
    /** A copy of the store before it is repaired, and what the child had said, in the directory of the test. */
    private static final String EVIDENCE = "evidence";

    private static final Path KEPT = Path.of("target", "power-cuts");

    private static final Map<String, Figures> FIGURES = new TreeMap<>();

    @TempDir
    Path directory;

    @AfterAll
    static void print() {
        FIGURES.values().forEach(Figures::print);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({"POWER, ext4", "POWER, xfs", "GROUP, ext4", "GROUP, xfs", "PROCESS, ext4", "PROCESS, xfs"})
    void shouldKeepWhatTheLevelPromises(Durability level, String type) {
        cut(level, level, type, new Random().nextLong());
    }

    static LongStream seeds() {
        int cuts = Integer.getInteger("foliomq.power.cuts", 0);
        return new Random(Long.getLong("foliomq.power.seed", System.nanoTime())).longs(Math.max(1, cuts));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepWhatTheLevelPromisesWheneverItIsCut(long seed) {
        Random random = new Random(seed);
        String type = random.nextBoolean() ? "ext4" : "xfs";
        // Most is promised at POWER.
        Durability level = random.nextBoolean() ? Durability.POWER : Durability.values()[random.nextInt(3)];
        cut(level, level, type, seed);
    }

    @Test
    void shouldLoseWhatWasNotSynced() {
        // The rig has teeth: what is not synced is really gone.
        PowerCutOutcome outcome = run(Durability.PROCESS, "ext4", 1);
        assertThat(outcome.lost(Long.MAX_VALUE)).isNotEmpty();
    }

    private void cut(Durability loaded, Durability promised, String type, long seed) {
        PowerCutOutcome outcome = run(loaded, type, seed);
        Path evidence = directory.resolve(EVIDENCE);
        try {
            judge(loaded, promised, type, outcome);
        } catch (AssertionError e) {
            Path kept = KEPT.resolve(Long.toString(seed));
            CutFileSystem.copy(evidence, kept);
            throw new AssertionError(
                    "what the cut left, before anybody repaired it, is in " + kept.toAbsolutePath(), e);
        }
    }

    private static void judge(Durability loaded, Durability promised, String type, PowerCutOutcome outcome) {
        outcome.assertSound();
        note(loaded, type, outcome);
        if (promised == Durability.POWER) {
            outcome.assertNothingReturnedIsLost();
        } else if (promised == Durability.GROUP) {
            long until = outcome.cutNanos() - (GROUP_MS + GROUP_SLACK_MS) * 1_000_000L;
            assertThat(outcome.lost(until))
                    .as("lost though older than the interval")
                    .isEmpty();
        }
    }

    private static void note(Durability level, String type, PowerCutOutcome outcome) {
        FIGURES.computeIfAbsent(level + type, unused -> new Figures("power cut at " + level + ", " + type))
                .add("cuts", 1)
                .add("sends that had returned", outcome.sent())
                .add("of these lost", outcome.lost(Long.MAX_VALUE).size())
                .most("age of the oldest that was lost, ms", outcome.oldestLostMillis())
                .add("acknowledged and delivered again", outcome.deliveredAgain());
    }

    private PowerCutOutcome run(Durability level, String type, long seed) {
        List<String> missing = CutFileSystem.missing(type);
        assumeTrue(missing.isEmpty(), () -> "cannot cut power: type=" + type + ", missing=" + missing);
        System.out.println("power cut: level=" + level + ", type=" + type + ", seed=" + seed);
        try (CutFileSystem fileSystem = CutFileSystem.make(directory, type)) {
            Path store = fileSystem.root().resolve("store");
            long cutNanos;
            List<String> loaded;
            List<String> ever;
            try (ChildJvm child = ChildJvm.start(PowerCutChild.class, level.name(), store.toString())) {
                child.await("loading");
                child.awaitLine(line -> line.startsWith("sent " + LEAST_SENT + " "), "sent " + LEAST_SENT);
                int more = LEAST_SENT + new Random(seed).nextInt(level == Durability.POWER ? 400 : 5_000);
                child.awaitLine(line -> line.startsWith("sent " + more + " "), "sent " + more);
                if (level == Durability.GROUP) {
                    child.awaitLine(new OlderThan(GROUP_MS + GROUP_SLACK_MS + 500), "lines of some age");
                }
                cutNanos = System.nanoTime();
                loaded = child.pending();
                fileSystem.cutPower();
                child.kill();
                ever = child.everything();
            }
            fileSystem.restorePower();
            keep(store, loaded, ever);
            try (ChildJvm child = ChildJvm.start(PowerCutChild.class, "check", store.toString())) {
                child.await("checked");
                child.awaitExit();
                return new PowerCutOutcome(loaded, ever, child.everything(), cutNanos);
            }
        }
    }

    private void keep(Path store, List<String> loaded, List<String> ever) {
        Path evidence = directory.resolve(EVIDENCE);
        CutFileSystem.copy(store, evidence.resolve("store"));
        try {
            Files.write(evidence.resolve("said before the cut"), loaded);
            Files.write(evidence.resolve("said until the kill"), ever);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that are so much younger than the first of them. */
    private static final class OlderThan implements java.util.function.Predicate<String> {
        private final long nanos;
        private final long start = System.nanoTime();

        private OlderThan(long millis) {
            this.nanos = millis * 1_000_000;
        }

        @Override
        public boolean test(String line) {
            return line.startsWith("sent ") && Long.parseLong(line.split(" ")[2]) - start > nanos;
        }
    }
}
