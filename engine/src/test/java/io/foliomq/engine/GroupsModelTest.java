package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations on tailers that share groups; after each delivery, whether it may have been. Longer, or one seed again:
 * {@code -Dfoliomq.model.seeds=100 -Dfoliomq.model.steps=20000} or {@code -Dfoliomq.model.seed=…}.
 */
class GroupsModelTest {
    @TempDir
    Path directory;

    static LongStream seeds() {
        Long one = Long.getLong("foliomq.model.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        return new Random().longs(Integer.getInteger("foliomq.model.seeds", 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepEachGroupInOrderAndWithOneTailer(long seed) {
        int steps = Integer.getInteger("foliomq.model.steps", 6000);
        try (GroupsDriver driver = new GroupsDriver(directory, new Random(seed))) {
            for (int step = 0; step < steps; step++) {
                try {
                    driver.step();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed=" + seed + ", step=" + step + ", last=" + driver.last(), e);
                }
            }
            assertThat(driver.drain())
                    .as("seed=%d, left=%s", seed, driver.left())
                    .isZero();
            assertThat(driver.handOvers()).as("seed=%d", seed).isPositive();
        }
    }
}
