package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareSegmentTest {
    private static final int TOKEN = 1;

    @TempDir
    Path directory;

    private Path path;
    private Lane lane;

    @BeforeEach
    void fillUntilASpareIsWanted() {
        path = directory.resolve("p4");
        lane = new LaneUnderTest(path).open(TOKEN);
        while (!lane.wantsSpare()) {
            append();
        }
    }

    @AfterEach
    void close() {
        lane.close();
    }

    private void append() {
        LaneUnderTest.publish(lane, new byte[10_000]);
    }

    @Test
    void shouldBeZerosFromEndToEnd() throws IOException {
        lane.makeSpare();
        byte[] spare = Files.readAllBytes(path.resolve(ChronicleAppender.spareFileName(2)));
        assertThat(spare).hasSize((1 << 20) + LaneSettings.SLACK).containsOnly(0);
    }

    @Test
    void shouldNotBeWrittenAgainOnceItIsThere() throws IOException {
        lane.makeSpare();
        // Where a spare is written before it gets its name.
        Path another = Files.createFile(path.resolve("2.spare-" + TOKEN));
        lane.makeSpare();
        assertThat(another).exists();
    }

    @Test
    void shouldBecomeTheNextSegment() {
        lane.makeSpare();
        while (lane.currentSegment() < 2) {
            append();
        }
        assertThat(path.resolve(ChronicleAppender.spareFileName(2))).doesNotExist();
        assertThat(lane.wantsSpare()).isFalse();
    }
}
