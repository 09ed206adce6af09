package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.engine.testing.Mutations;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Segments whose frames and positions lie. */
class SegmentScanFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final int RECORDS = 16;
    private static final int LENGTH = 100;

    private static byte[] segment() {
        UnsafeBuffer log = new UnsafeBuffer(new byte[4096]);
        int at = 0;
        for (int i = 0; i < RECORDS; i++) {
            log.putInt(at, LENGTH);
            byte[] record = new byte[LENGTH];
            int checksum = RecordDescriptor.checksum(record, 0, LENGTH);
            log.putBytes(at + DocumentDescriptor.HEADER_LENGTH, record);
            log.putInt(at + DocumentDescriptor.HEADER_LENGTH, RecordDescriptor.seal(checksum, i));
            at += DocumentDescriptor.HEADER_LENGTH + LENGTH;
        }
        return log.byteArray();
    }

    private static int[] positions(Mutations mutations) {
        int[] positions = new int[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            positions[i] = mutations.random().nextInt(4) == 0
                    ? mutations.random().nextInt()
                    : i * (DocumentDescriptor.HEADER_LENGTH + LENGTH) + DocumentDescriptor.HEADER_LENGTH;
        }
        return positions;
    }

    @Test
    void shouldFindIntactRecordsAndNothingElse() {
        byte[] segment = segment();
        int[][] positions = new int[1][];
        new Fuzz("segment", MOST_BYTES)
                .run(
                        mutations -> {
                            positions[0] = positions(mutations);
                            return mutations.change(segment, 0, RECORDS * (LENGTH + 4));
                        },
                        input -> isWhole(new SegmentScan(new UnsafeBuffer(input), positions[0], RECORDS).from(0)));
    }

    private static boolean isWhole(SegmentScan.@org.jspecify.annotations.Nullable Found found) {
        if (found == null) {
            return false;
        }
        assertThat(found.count()).isLessThanOrEqualTo(RECORDS);
        assertThat(found.bytes()).isLessThanOrEqualTo((long) RECORDS * LENGTH);
        return found.lost().isEmpty() && found.count() == RECORDS;
    }
}
