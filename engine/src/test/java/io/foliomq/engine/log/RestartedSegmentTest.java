package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment in which nothing was published when a holder died in it is made anew, under its old number. */
class RestartedSegmentTest {
    @TempDir
    Path directory;

    @Test
    void shouldBeAppendedToByThoseWhoHadItOpenBefore() {
        LaneUnderTest under = new LaneUnderTest(directory.resolve("p4"));
        byte[] record = new byte[100];
        try (Lane before = under.open(1);
                Lane dying = under.open(2);
                Lane recovering = under.open(3)) {
            before.lock();
            before.reserve(record.length, 0, false);
            before.unlock();
            dying.lock();
            LaneUnderTest.append(dying, record);
            recovering.lock();
            recovering.unlock();
            LaneUnderTest.publish(before, record);
            Segment segment = Objects.requireNonNull(recovering.acquire(1));
            try {
                assertThat(segment.length(0)).isEqualTo(record.length);
                segment.read(0, new byte[record.length], record.length, new CRC32C());
            } finally {
                segment.release();
            }
        }
    }
}
