package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpareSegmentTest {
    private static final int TOKEN = 1;

    @TempDir
    Path directory;

    private Path path;
    private Lane lane;

    @BeforeEach
    void fillUntilASpareIsWanted() {
        fill(Forcing.EACH);
    }

    private void fill(Forcing forcing) {
        path = directory.resolve(forcing.name());
        lane = new LaneUnderTest(path, forcing).open(TOKEN);
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

    @ParameterizedTest
    @EnumSource(Forcing.class)
    void shouldBeAHeaderAndZerosToTheEnd(Forcing forcing) throws IOException {
        lane.close();
        fill(forcing);
        lane.makeSpare();
        byte[] spare = Files.readAllBytes(SegmentNames.spare(path, 2));
        ByteBuffer header = ByteBuffer.wrap(spare, 0, SegmentHeader.LENGTH);
        assertThat(header).isEqualTo(SegmentHeader.bytes());
        assertThat(spare).hasSize((1 << 20) + LaneSettings.SLACK);
        assertThat(Arrays.copyOfRange(spare, SegmentHeader.LENGTH, spare.length))
                .containsOnly(0);
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
        assertThat(SegmentNames.spare(path, 2)).doesNotExist();
        assertThat(lane.wantsSpare()).isFalse();
    }
}
