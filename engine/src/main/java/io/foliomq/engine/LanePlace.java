package io.foliomq.engine;

import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.Segment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in one lane: the segment and the slots around a sequence, held open while the place is in them. Not thread-safe.
 */
final class LanePlace implements AutoCloseable {
    private final int priority;
    private final Lane lane;
    private final Ledger ledger;
    private @Nullable Segment segment;
    private @Nullable LedgerSegment slots;
    private long first;
    private long end;

    LanePlace(int priority, Lane lane, Ledger ledger) {
        this.priority = priority;
        this.lane = lane;
        this.ledger = ledger;
    }

    boolean covers(long sequence) {
        if (segment == null || sequence < first || sequence >= end) {
            return false;
        }
        if (end == Long.MAX_VALUE) {
            // The segment may have been closed since.
            end = lane.endSequence(segment().number());
            return sequence < end;
        }
        return true;
    }

    /** Goes to a published sequence; {@code false} if its segment is deleted, then {@link #end} says where the next begins. */
    boolean moveTo(long sequence) {
        if (covers(sequence)) {
            return true;
        }
        close();
        long number = lane.segmentOf(sequence);
        if (number == 0) {
            missed(lane.firstSequence(lane.firstSegment()));
            return false;
        }
        Segment newSegment = lane.acquire(number);
        LedgerSegment newSlots = newSegment == null ? null : ledger.acquire(priority, number);
        long segmentEnd = lane.endSequence(number);
        if (newSegment == null || newSlots == null) {
            if (newSegment != null) {
                newSegment.release();
            }
            missed(segmentEnd);
            return false;
        }
        segment = newSegment;
        slots = newSlots;
        first = newSegment.firstSequence();
        end = segmentEnd;
        return true;
    }

    /** There is nothing here: the place covers no sequence. */
    private void missed(long next) {
        first = next;
        end = next;
    }

    int priority() {
        return priority;
    }

    Segment segment() {
        return Objects.requireNonNull(segment);
    }

    LedgerSegment slots() {
        return Objects.requireNonNull(slots);
    }

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    @Override
    public void close() {
        Segment oldSegment = segment;
        LedgerSegment oldSlots = slots;
        segment = null;
        slots = null;
        first = 0;
        end = 0;
        if (oldSegment != null) {
            oldSegment.release();
        }
        if (oldSlots != null) {
            oldSlots.release();
        }
    }
}
