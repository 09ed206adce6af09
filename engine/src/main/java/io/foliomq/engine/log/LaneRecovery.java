package io.foliomq.engine.log;

import io.foliomq.engine.storage.Zeros;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings a lane whose holder died inside an append back to a state in which the next append can go on: what was written whole is counted in, what was not is wiped out.
 */
final class LaneRecovery {
    private final Path directory;
    private final LaneSettings settings;
    private final AtomicBuffer state;
    private final SegmentTable table;
    private final SegmentRoll roll;
    private long begun;

    LaneRecovery(Path directory, LaneSettings settings, AtomicBuffer state, SegmentTable table, SegmentRoll roll) {
        this.directory = directory;
        this.settings = settings;
        this.state = state;
        this.table = table;
        this.roll = roll;
    }

    /** Returns the reference of the transaction of whose run only the beginning is there; 0 if there is none. */
    long run() {
        recover();
        return begun;
    }

    private void recover() {
        long published = state.getLongVolatile(LaneDescriptor.APPENDED_OFFSET);
        state.putLong(LaneDescriptor.NEXT_OFFSET, published);
        state.putLong(LaneDescriptor.LIMIT_CHECK_OFFSET, 0);
        state.putLongRelease(LaneDescriptor.BYTES_OFFSET, publishedBytes(published));
        long current = table.current();
        if (current == 0) {
            roll.deleteLog(1);
            return;
        }
        long first = table.firstSequence(current);
        if (first < published) {
            recoverTail(current, published);
            return;
        }
        countInSegments(published, first, current);
        roll.restart(current, first);
    }

    /** Counts in what is in the segments before the current one: each was left behind with whole records alone. */
    private void countInSegments(long published, long end, long current) {
        long bytes = state.getLong(LaneDescriptor.BYTES_OFFSET);
        long sequence = published;
        for (long number = table.find(published); sequence < end && number < current; number++) {
            Segment segment = open(number);
            try {
                for (; sequence < table.firstSequence(number + 1); sequence++) {
                    bytes += segment.length(sequence);
                }
            } finally {
                segment.release();
            }
        }
        state.putLongRelease(LaneDescriptor.BYTES_OFFSET, bytes);
        state.putLong(LaneDescriptor.NEXT_OFFSET, end);
    }

    private Segment open(long number) {
        return Segment.open(
                directory, settings.storeId(), number, table.firstSequence(number), settings.segmentRecords());
    }

    /** Bytes of the published records: those of the others may have been counted, or not. */
    private long publishedBytes(long published) {
        int which = state.getLong(LaneDescriptor.PUBLISHED_A_OFFSET) == published
                ? LaneDescriptor.PUBLISHED_A_OFFSET
                : LaneDescriptor.PUBLISHED_B_OFFSET;
        return state.getLong(which + Long.BYTES);
    }

    private void recoverTail(long current, long published) {
        if (!Files.exists(roll.log(current))) {
            return;
        }
        Segment segment = open(current);
        try {
            long last = published - 1;
            countIn(segment, published, DocumentDescriptor.next(segment.position(last), segment.length(last)));
            wipe(segment, state.getLong(LaneDescriptor.END_OFFSET));
        } finally {
            segment.release();
        }
    }

    /** Counts in every whole record behind the published ones. */
    private void countIn(Segment segment, long firstUnpublished, long end) {
        UnsafeBuffer log = segment.log();
        long sequence = firstUnpublished;
        long offset = end;
        state.putLong(LaneDescriptor.END_OFFSET, end);
        try (SegmentWriter writer = SegmentWriter.open(directory, settings, table, segment.number())) {
            while (offset + DocumentDescriptor.HEADER_LENGTH <= log.capacity()) {
                int header = DocumentDescriptor.header(log, offset);
                int length = DocumentDescriptor.length(header);
                long start = offset + DocumentDescriptor.HEADER_LENGTH;
                if (!DocumentDescriptor.isComplete(header) || start + length > log.capacity()) {
                    break;
                }
                offset = DocumentDescriptor.next(start, length);
                if (!DocumentDescriptor.isMetadata(header)) {
                    if (!isIntact(log, start, length, sequence)) {
                        break;
                    }
                    begun = RecordDescriptor.isContinued(log, (int) start)
                            ? RecordDescriptor.transaction(log, (int) start)
                            : 0;
                    writer.place(sequence, start);
                    sequence++;
                    state.putLong(LaneDescriptor.END_OFFSET, offset);
                    state.putLong(LaneDescriptor.BYTES_OFFSET, state.getLong(LaneDescriptor.BYTES_OFFSET) + length);
                    state.putLong(LaneDescriptor.NEXT_OFFSET, sequence);
                }
            }
        }
    }

    private static boolean isIntact(UnsafeBuffer log, long start, int length, long sequence) {
        if (length < RecordDescriptor.ENVELOPE_LENGTH) {
            return false;
        }
        byte[] record = new byte[length];
        log.getBytes((int) start, record);
        return RecordDescriptor.isIntact(record, 0, length, log.getInt((int) start, RecordDescriptor.ORDER), sequence);
    }

    /** What a dead writer left behind must not be taken for a document by a later recovery. */
    private void wipe(Segment segment, long end) {
        long reserved = state.getLong(LaneDescriptor.RESERVED_BYTES_OFFSET);
        long reach = Math.min(reserved, end + settings.inlineLimit() + 2L * LaneSettings.SLACK);
        Zeros.write(roll.log(segment.number()), end, reach);
    }
}
