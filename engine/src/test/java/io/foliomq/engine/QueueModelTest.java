package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drives the model and the engine with the same random operations and compares them after each. Longer, or one seed again:
 * {@code -Dfoliomq.model.seeds=100 -Dfoliomq.model.steps=20000} or {@code -Dfoliomq.model.seed=…}.
 */
class QueueModelTest {
    @TempDir
    Path directory;

    static LongStream seeds() {
        Long one = Long.getLong("foliomq.model.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        return new Random().longs(Integer.getInteger("foliomq.model.seeds", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDoWhatTheModelDoesWithExpiry(long seed) {
        drive(seed, false);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDoWhatTheModelDoesAtALimit(long seed) {
        drive(seed, true);
    }

    private void drive(long seed, boolean limited) {
        int steps = Integer.getInteger("foliomq.model.steps", 2000);
        try (ModelDriver driver = new ModelDriver(directory, seed, limited)) {
            for (int step = 0; step < steps; step++) {
                try {
                    driver.step();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "seed=" + seed + ", limited=" + limited + ", step=" + step + ", last=" + driver.last(), e);
                }
            }
            driver.drain();
            assertThat(driver.appended()).as("seed=%d", seed).isPositive();
        }
    }
}
