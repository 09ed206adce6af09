package io.foliomq.engine.log;

import io.foliomq.engine.storage.StoreFault;
import java.util.BitSet;
import org.agrona.collections.LongArrayList;

/**
 * Finds the pages of a closed segment that hold nothing but settled records. Reads positions and not the records, which may have left memory long ago.
 *
 * <p>The last record stays whatever became of it: it tells where the unused rest of the file begins.
 */
final class SettledPages {
    /** A hole that is smaller than so many pages is not worth its system call. */
    private static final int LEAST_PAGES = 4;

    private static final int KEPT_AT_END = 1;

    private final Segment segment;
    private final int count;
    // From, to, from, to…
    private final LongArrayList runs = new LongArrayList();

    private SettledPages(Segment segment, int count) {
        this.segment = segment;
        this.count = count;
    }

    /**
     * Pairs of offsets, ascending: from, to, from, to.
     *
     * @param count records of the segment
     * @param unsettled bit i: the record at first + i may still be read
     */
    static LongArrayList of(Segment segment, int count, BitSet unsettled) {
        SettledPages pages = new SettledPages(segment, count);
        int end = count - KEPT_AT_END;
        int at = unsettled.nextClearBit(0);
        while (at < end) {
            int stop = unsettled.nextSetBit(at);
            pages.addRecords(at, stop < 0 ? end : Math.min(stop, end));
            at = stop < 0 ? end : unsettled.nextClearBit(stop);
        }
        pages.addUnused();
        return pages.runs;
    }

    /** Records {@code [from, to)}, of which {@code to} is one that follows. What a repair found no bytes of has no position and ends a run. */
    private void addRecords(int from, int to) {
        long start = 0;
        long last = 0;
        for (int number = from; number <= to; number++) {
            long position = segment.position(segment.firstSequence() + number);
            if (position <= last) {
                add(start, last);
                start = 0;
            }
            if (start == 0) {
                start = position;
            }
            last = position;
        }
        add(start, last);
    }

    /** From the frame of the one record to that of the other. */
    private void add(long record, long following) {
        long from = SparseFile.pageFrom(record - DocumentDescriptor.HEADER_LENGTH);
        long to =
                SparseFile.pageBelow(Math.min(following, segment.log().capacity()) - DocumentDescriptor.HEADER_LENGTH);
        if (record > 0 && to - from >= (long) LEAST_PAGES * SparseFile.PAGE) {
            runs.addLong(from);
            runs.addLong(to);
        }
    }

    /** Zeros behind the last record, of a segment that was closed before it was full. */
    private void addUnused() {
        long last = segment.firstSequence() + count - 1;
        try {
            long end = DocumentDescriptor.next(segment.position(last), segment.length(last));
            long from = SparseFile.pageFrom(end + LaneSettings.SLACK);
            long to = SparseFile.pageBelow(segment.log().capacity());
            if (to - from >= (long) LEAST_PAGES * SparseFile.PAGE) {
                runs.addLong(from);
                runs.addLong(to);
            }
        } catch (StoreFault e) {
            // Nobody knows where it ends.
            return;
        }
    }
}
