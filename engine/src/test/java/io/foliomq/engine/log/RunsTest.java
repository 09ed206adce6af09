package io.foliomq.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final long SYNCED = 10;
    private static final long ONE = 71;
    private static final long OTHER = 72;

    private final Runs runs = new Runs(SYNCED);
    private final KeptSegment segment = new KeptSegment(1, 0, 20, new BitSet());

    private void note(long sequence, long reference, boolean begins, boolean ends) {
        byte[] record = new byte[RecordDescriptor.ENVELOPE_LENGTH];
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        buffer.putLong(RecordDescriptor.TRANSACTION_OFFSET, reference, RecordDescriptor.ORDER);
        RecordDescriptor.markRun(record, 0, true, begins, ends);
        runs.note(buffer, 0, sequence);
    }

    private List<Integer> lost() {
        runs.loseBroken(List.of(segment), reference -> reference == OTHER);
        return segment.lost().stream().boxed().toList();
    }

    @Test
    void shouldKeepTheRestOfWhatBeganBelowWhatWasSynced() {
        note(8, ONE, true, false);
        note(11, ONE, false, false);
        note(13, ONE, false, true);
        assertThat(lost()).isEmpty();
    }

    @Test
    void shouldHoldNothingOfWhatEndsBelowWhatWasSynced() {
        for (int i = 0; i < SYNCED; i++) {
            note(i, i, true, true);
        }
        assertThat(runs.count()).isZero();
    }

    @Test
    void shouldLoseWhatHasNoBeginning() {
        note(11, ONE, false, false);
        note(12, ONE, false, true);
        assertThat(lost()).containsExactly(11, 12);
    }

    @Test
    void shouldLoseWhatHasNoEnd() {
        note(11, ONE, true, false);
        note(12, ONE, false, false);
        assertThat(lost()).containsExactly(11, 12);
    }

    @Test
    void shouldLoseWhatHasAGap() {
        segment.lost().set(12);
        note(11, ONE, true, false);
        note(13, ONE, false, true);
        assertThat(lost()).containsExactly(11, 12, 13);
    }

    @Test
    void shouldKeepWhatIsCompletedFromItsFile() {
        note(11, OTHER, true, false);
        assertThat(lost()).isEmpty();
    }
}
