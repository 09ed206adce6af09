package io.foliomq.engine.log;

import io.foliomq.engine.storage.StoreFault;
import org.agrona.concurrent.AtomicBuffer;

/** Which sequences are in which segment. Written by the holder of the lane's mutex, read by anybody. */
final class SegmentTable {
    private final AtomicBuffer lane;

    SegmentTable(AtomicBuffer lane) {
        this.lane = lane;
    }

    /** 0 while the lane never had a record. */
    long current() {
        return lane.getLongVolatile(LaneDescriptor.CURRENT_SEGMENT_OFFSET);
    }

    long first() {
        return lane.getLongVolatile(LaneDescriptor.FIRST_SEGMENT_OFFSET);
    }

    long firstSequence(long segment) {
        return lane.getLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_FIRST_SEQUENCE);
    }

    long createdMs(long segment) {
        return lane.getLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_CREATED);
    }

    boolean isDeleted(long segment) {
        return segment < first()
                || lane.getLongVolatile(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_DELETED) != 0;
    }

    /** The segment that holds, or held, this sequence, which must be below the lane's appended and not below the first segment's first; else 0. */
    long find(long sequence) {
        long low = first();
        long high = current();
        if (high == 0 || low == 0 || sequence < firstSequence(low)) {
            return 0;
        }
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (firstSequence(middle) <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Under the mutex: makes {@code segment} the current one. */
    void open(long segment, long firstSequence, long createdMs) {
        if (first() != 0 && segment - first() >= LaneDescriptor.TABLE_ENTRIES) {
            throw new StoreFault(
                    StoreFault.Kind.LIMIT,
                    "too many segments are kept: first=" + first() + ", next=" + segment + ", accepted="
                            + LaneDescriptor.TABLE_ENTRIES);
        }
        int entry = LaneDescriptor.entry(segment);
        lane.putLong(entry + LaneDescriptor.ENTRY_SEGMENT, segment);
        lane.putLong(entry + LaneDescriptor.ENTRY_FIRST_SEQUENCE, firstSequence);
        lane.putLong(entry + LaneDescriptor.ENTRY_CREATED, createdMs);
        lane.putLong(entry + LaneDescriptor.ENTRY_DELETED, 0);
        if (first() == 0) {
            lane.putLongVolatile(LaneDescriptor.FIRST_SEGMENT_OFFSET, segment);
        }
        lane.putLongVolatile(LaneDescriptor.CURRENT_SEGMENT_OFFSET, segment);
    }

    /** While a lane is repaired: nothing of this segment is left. */
    void markDeleted(long segment) {
        lane.putLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_DELETED, 1);
    }

    /** Under the mutex: records that a segment other than the current one is gone. */
    void delete(long segment) {
        lane.putLongVolatile(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_DELETED, 1);
        long first = first();
        while (first < current() && lane.getLong(LaneDescriptor.entry(first) + LaneDescriptor.ENTRY_DELETED) != 0) {
            first++;
        }
        lane.putLongVolatile(LaneDescriptor.FIRST_SEGMENT_OFFSET, first);
    }
}
