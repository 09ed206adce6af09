package io.foliomq.engine.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes and goes leaves nothing: no descriptor, no mapping, no thread, no heap, no file. {@code engine/leaks ROUNDS} looks longer than the build does. */
class StoreLeakIT {
    private static final int WARM_UP = 50;
    private static final int ROUNDS = Integer.getInteger("foliomq.leak.rounds", 200);
    /** Far below one a round. */
    private static final int SLACK = 20;

    /** For all rounds of a kind, thousands in a long run. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final long HEAP_SLACK_KB = 4_000;

    @TempDir
    Path directory;

    @Test
    void shouldLeaveNothing() throws IOException {
        try (ChildJvm child = ChildJvm.start(LeakChild.class, directory.toString())) {
            child.patience(PATIENCE);
            for (LeakChild.What each : LeakChild.What.values()) {
                Footprint before = Footprint.parse(child.ask("repeat " + each + " " + WARM_UP));
                long filesBefore = files();
                Footprint after = Footprint.parse(child.ask("repeat " + each + " " + ROUNDS));
                System.out.println(each + ", " + ROUNDS + " rounds: before " + before + ", after " + after);
                after.figuresSince(
                                before,
                                ROUNDS + " × "
                                        + each.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", come and gone")
                        .print();
                assertThat(after.descriptors()).as("descriptors of " + each).isLessThan(before.descriptors() + SLACK);
                assertThat(after.mappings()).as("mappings of " + each).isLessThan(before.mappings() + SLACK);
                assertThat(after.threads()).as("threads of " + each).isLessThan(before.threads() + SLACK);
                assertThat(after.heapKilobytes())
                        .as("heap of " + each)
                        .isLessThan(before.heapKilobytes() + HEAP_SLACK_KB);
                Awaitility.await("files of " + each)
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> files() < filesBefore + SLACK);
            }
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.count();
        } catch (java.io.UncheckedIOException beingDeleted) {
            return Long.MAX_VALUE / 2;
        }
    }
}
