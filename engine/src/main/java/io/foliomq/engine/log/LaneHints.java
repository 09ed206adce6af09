package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.RepairScope;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a lane's file says after a power loss. Any of it may be older than the segments, or damaged: whoever uses it checks. */
final class LaneHints {
    private static final long LARGEST = 1L << 48;

    private final DirectBuffer lane;
    private final boolean intact;

    private LaneHints(DirectBuffer lane, boolean intact) {
        this.lane = lane;
        this.intact = intact;
    }

    static LaneHints read(Path directory, RepairScope scope) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[LaneDescriptor.LENGTH]);
        try (MappedFile file = scope.openIntact(directory.resolve("lane"), FileKind.LANE, LaneDescriptor.LENGTH)) {
            if (file != null) {
                copy.putBytes(0, file.buffer(), 0, LaneDescriptor.LENGTH);
            }
            return new LaneHints(copy, file != null);
        }
    }

    /** Everything below this sequence was on stable storage; that is all if nobody knows. */
    long synced() {
        long value = lane.getLong(LaneDescriptor.SYNCED_OFFSET);
        return intact && value >= 0 ? value : Long.MAX_VALUE;
    }

    long appended() {
        return plausible(LaneDescriptor.APPENDED_OFFSET);
    }

    long bytes() {
        return plausible(LaneDescriptor.BYTES_OFFSET);
    }

    long current() {
        return plausible(LaneDescriptor.CURRENT_SEGMENT_OFFSET);
    }

    /** The first sequence of a segment; -1 if unknown. */
    long firstSequence(long segment) {
        return knows(segment) ? plausible(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_FIRST_SEQUENCE) : -1;
    }

    /** The first sequence of the oldest segment that was not deleted; -1 if unknown. */
    long firstKeptSequence() {
        return firstSequence(plausible(LaneDescriptor.FIRST_SEGMENT_OFFSET));
    }

    long createdMs(long segment, long otherwise) {
        long created = lane.getLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_CREATED);
        return knows(segment) && created > 0 && created <= otherwise ? created : otherwise;
    }

    /** Whether everything in it was settled, though its file may still be there. */
    boolean isDeleted(long segment) {
        return knows(segment) && lane.getLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_DELETED) == 1;
    }

    private boolean knows(long segment) {
        return segment > 0 && lane.getLong(LaneDescriptor.entry(segment) + LaneDescriptor.ENTRY_SEGMENT) == segment;
    }

    private long plausible(int offset) {
        long value = lane.getLong(offset);
        return value >= 0 && value <= LARGEST ? value : 0;
    }
}
