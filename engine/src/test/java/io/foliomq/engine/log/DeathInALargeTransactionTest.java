package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that does not fit into one segment, whose process dies when it has begun another. */
class DeathInALargeTransactionTest {
    private static final long EARLIER = 1;
    private static final long OF_TRANSACTION = 2;
    private static final long LATER = 3;

    @TempDir
    Path directory;

    private Path path;
    private LaneUnderTest lanes;

    @BeforeEach
    void create() {
        path = directory.resolve("p4");
        lanes = new LaneUnderTest(path);
    }

    private static byte[] record(long mark) {
        byte[] record = new byte[10_000];
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        buffer.putByte(RecordDescriptor.FORMAT_OFFSET, RecordDescriptor.FORMAT);
        buffer.putLong(RecordDescriptor.ID_COUNTER_OFFSET, mark);
        return record;
    }

    /** Returns how many records of it were whole before the last segment was begun. */
    private long die(Lane lane, int segments) {
        LaneUnderTest.publish(lane, record(EARLIER));
        lane.lock();
        while (lane.currentSegment() < segments) {
            LaneUnderTest.append(lane, record(OF_TRANSACTION));
        }
        return lane.firstSequence(segments) - 1;
    }

    private static List<Long> marks(Lane lane) {
        List<Long> marks = new ArrayList<>();
        for (long sequence = 0; sequence < lane.appended(); sequence++) {
            Segment segment = Objects.requireNonNull(lane.acquire(lane.segmentOf(sequence)));
            try {
                byte[] bytes = new byte[segment.length(sequence)];
                segment.read(sequence, bytes, bytes.length, new CRC32C());
                marks.add(new UnsafeBuffer(bytes).getLong(RecordDescriptor.ID_COUNTER_OFFSET));
            } finally {
                segment.release();
            }
        }
        return marks;
    }

    private static List<Long> expected(long ofTransaction) {
        List<Long> marks = new ArrayList<>();
        marks.add(EARLIER);
        for (long i = 0; i < ofTransaction; i++) {
            marks.add(OF_TRANSACTION);
        }
        marks.add(LATER);
        return marks;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldCountInWhatIsWholeAndGoOnBehindIt(int segments) {
        try (Lane dying = lanes.open(1);
                Lane next = lanes.open(2)) {
            long whole = die(dying, segments);
            LaneUnderTest.publish(next, record(LATER));
            assertThat(marks(next)).isEqualTo(expected(whole));
            assertThat(next.appendedBytes()).isEqualTo((whole + 2) * record(LATER).length);
        }
    }

    @Test
    void shouldKeepOverAPowerLossWhatWasSentAfterIt() {
        long last;
        try (Lane dying = lanes.open(1);
                Lane next = lanes.open(2)) {
            last = die(dying, 2) + 1;
            LaneUnderTest.publish(next, record(LATER));
            next.sync(last + 1);
        }
        List<Throwable> lost = new ArrayList<>();
        RepairScope scope = new RepairScope(new StoreId(1, 2), 1 << 10, System.currentTimeMillis(), lost::add);
        LaneRepair repair = LaneRepair.scan(path, 4, scope, new LaneRepair.TransactionListener() {
            @Override
            public void appended(long reference, int checksum, long sequence) {}

            @Override
            public boolean isCompleted(long reference) {
                return false;
            }
        });
        assertThat(lost).isEmpty();
        assertThat(repair.kept())
                .extracting(KeptSegment::number, KeptSegment::first, KeptSegment::end)
                .containsExactly(tuple(1L, 0L, last), tuple(2L, last, last + 1));
    }
}
