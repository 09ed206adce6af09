package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.storage.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment was begun, and its file could not be given its name. */
class UnnamedSegmentTest {
    @TempDir
    Path directory;

    @Test
    void shouldBeNamedByWhoeverSendsNext() throws IOException {
        Path path = directory.resolve("p4");
        try (Lane lane = new LaneUnderTest(path).open(1)) {
            LaneUnderTest.publish(lane, new byte[1_000]);
            Path inTheWay = Files.createDirectory(SegmentNames.log(path, 2));
            lane.lock();
            assertThatThrownBy(() -> {
                        while (true) {
                            LaneUnderTest.append(lane, new byte[10_000]);
                        }
                    })
                    .isInstanceOf(StoreFault.class);
            lane.publish();
            lane.unlock();
            Files.delete(inTheWay);
            long before = lane.appended();
            // More than was reserved for the one that failed.
            LaneUnderTest.publish(lane, new byte[120_000]);
            assertThat(lane.appended()).isEqualTo(before + 1);
            assertThat(SegmentNames.log(path, 2)).isRegularFile();
        }
    }
}
