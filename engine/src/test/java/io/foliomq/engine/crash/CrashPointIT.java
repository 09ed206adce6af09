package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a working process at each point that the code names, beside one that goes on. */
class CrashPointIT {
    @TempDir
    Path directory;

    /** Points whose names begin alike share a store and a survivor. */
    static Stream<List<CrashPoint>> points() {
        return Arrays.stream(CrashPoint.values())
                .filter(point -> !point.name().startsWith("REAP_"))
                .collect(Collectors.groupingBy(point -> point.name().split("_")[0]))
                .values()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("points")
    void shouldLoseNothingWhenProcessesAreKilledAt(List<CrashPoint> points) {
        CrashScene scene = new CrashScene(directory);
        try (ChildJvm survivor = scene.start(1)) {
            CrashScene.work(survivor);
            for (CrashPoint point : points) {
                killAt(scene, survivor, point);
            }
            survivor.ask("stop");
            CrashScene.assertHealthy(survivor);
        }
        assertThat(scene.close().messages()).isPositive();
    }

    private static void killAt(CrashScene scene, ChildJvm survivor, CrashPoint point) {
        try (ChildJvm victim = scene.start(point.ordinal() + 2)) {
            victim.ask("arm " + point + " " + (point.ordinal() % 3 + 1));
            CrashScene.work(victim);
            victim.await("reached");
            victim.kill();
            victim.awaitExit();
            CrashScene.assertHealthy(victim);
            scene.awaitSteps(40, survivor);
        }
    }

    @ParameterizedTest
    @EnumSource(value = CrashPoint.class, mode = EnumSource.Mode.MATCH_ALL, names = "REAP_.*")
    void shouldCompleteWhatAReaperThatIsKilledLeavesAt(CrashPoint point) {
        boolean transaction = point == CrashPoint.REAP_APPENDED || point == CrashPoint.REAP_APPLIED;
        CrashScene scene = new CrashScene(directory);
        try (ChildJvm reaper = scene.start(1);
                ChildJvm victim = scene.start(2)) {
            reaper.ask("arm " + point + " 1");
            CrashScene.work(reaper);
            victim.ask("arm " + (transaction ? CrashPoint.COMMIT_DECIDED : CrashPoint.LEASE_TAKEN) + " 20");
            CrashScene.work(victim);
            victim.await("reached");
            victim.kill();
            reaper.await("reached");
            reaper.kill();
            reaper.awaitExit();
            CrashScene.assertHealthy(reaper);
        }
        try (ChildJvm survivor = scene.start(3)) {
            CrashScene.work(survivor);
            scene.awaitSteps(40, survivor);
            survivor.ask("stop");
            CrashScene.assertHealthy(survivor);
        }
        assertThat(scene.close().messages()).isPositive();
    }
}
