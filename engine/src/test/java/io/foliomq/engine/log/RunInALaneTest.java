package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInALaneTest {
    private static final long REFERENCE = 77;

    @TempDir
    Path directory;

    private Path path;
    private LaneUnderTest lanes;
    private List<String> told;

    @BeforeEach
    void create() {
        path = directory.resolve("p4");
        lanes = new LaneUnderTest(path);
        told = lanes.told();
    }

    private Lane open(long token) {
        return lanes.open(token);
    }

    private static void append(Lane lane, boolean run, boolean begins, boolean ends) {
        byte[] record = new byte[RecordDescriptor.ENVELOPE_LENGTH + 20];
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        buffer.putLong(RecordDescriptor.TRANSACTION_OFFSET, run ? REFERENCE : 0);
        RecordDescriptor.markRun(record, 0, run, begins, ends);
        lane.reserve(record.length, 0, false);
        lane.append(buffer, 0, record.length, RecordDescriptor.checksum(record, 0, record.length));
    }

    private static void published(Lane lane, boolean run) {
        lane.lock();
        append(lane, run, true, true);
        lane.publish();
        lane.unlock();
    }

    @Test
    void shouldTellOfARunThatDeathCutShortBeforeAnyOfItIsSeen() {
        Lane dead = open(1);
        published(dead, false);
        dead.lock();
        append(dead, true, true, false);
        append(dead, true, false, false);
        Lane next = open(2);
        next.lock();
        next.unlock();
        assertThat(told).containsExactly("cut short 77, published 1", "recovered, published 3");
        next.close();
        dead.close();
    }

    @Test
    void shouldNotTellOfARunThatIsThereAsAWhole() {
        Lane dead = open(1);
        published(dead, false);
        dead.lock();
        append(dead, true, true, false);
        append(dead, true, false, true);
        Lane next = open(2);
        next.lock();
        next.unlock();
        assertThat(told).containsExactly("recovered, published 3");
        next.close();
        dead.close();
    }

    @Test
    void shouldSyncARunBeforeAPartOfItIsSettledForGood() {
        Lane lane = open(1);
        published(lane, false);
        published(lane, true);
        lane.syncRun(0);
        assertThat(lane.synced()).isZero();
        lane.syncRun(1);
        assertThat(lane.synced()).isEqualTo(2);
        lane.close();
    }

    @Test
    void shouldSyncWhatAnyTransactionSentBeforeItIsSettledForGood() {
        Lane lane = open(1);
        published(lane, false);
        byte[] record = new byte[RecordDescriptor.ENVELOPE_LENGTH + 20];
        new UnsafeBuffer(record).putLong(RecordDescriptor.TRANSACTION_OFFSET, REFERENCE);
        LaneUnderTest.publish(lane, record);
        lane.syncRun(0);
        assertThat(lane.synced()).isZero();
        lane.syncRun(1);
        assertThat(lane.synced()).isEqualTo(2);
        lane.close();
    }

    @Test
    void shouldSyncASegmentOfWhichPartsAreToGoIfAnythingOfTheLaneWas() {
        Lane lane = open(1);
        while (lane.currentSegment() < 2) {
            published(lane, true);
        }
        lane.confirmRuns(1);
        assertThat(lane.synced()).isZero();
        lane.sync(1);
        while (lane.currentSegment() < 3) {
            published(lane, true);
        }
        assertThat(lane.synced()).isLessThan(lane.firstSequence(3));
        lane.confirmRuns(2);
        assertThat(lane.synced()).isGreaterThanOrEqualTo(lane.firstSequence(3));
        lane.close();
    }

    @Test
    void shouldConfirmWhatIsAppendedOneByOne() {
        Lane lane = open(1);
        published(lane, true);
        lane.sync(1);
        published(lane, true);
        assertThat(lane.confirmed()).isLessThan(2);
        lane.confirmRuns();
        assertThat(lane.confirmed()).isEqualTo(2);
        lane.close();
    }

    @Test
    void shouldConfirmAndAskNothingOfADestinationThatWasDeleted() {
        Lane lane = open(1);
        published(lane, true);
        lane.sync(1);
        published(lane, true);
        io.foliomq.engine.storage.RepairScope.deleteTree(path);
        lane.syncRun(1);
        lane.confirmRuns();
        lane.close();
    }

    @Test
    void shouldSyncNothingOfADestinationThatWasDeleted() {
        Lane lane = open(1);
        published(lane, true);
        io.foliomq.engine.storage.RepairScope.deleteTree(path);
        lane.sync(1);
        lane.close();
    }

    @Test
    void shouldNotForceAgainWhatAnotherProcessForced() {
        Lane one = open(1);
        Lane other = open(2);
        published(one, false);
        assertThat(other.synced()).isZero();
        one.sync(1);
        assertThat(other.synced()).isEqualTo(1);
        published(one, false);
        assertThat(one.synced()).isEqualTo(1);
        other.sync(2);
        assertThat(one.synced()).isEqualTo(2);
        one.close();
        other.close();
    }
}
