package io.foliomq.engine.log;

import java.util.Arrays;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of one segment's file after a power loss. A record counts if its checksum fits the sequence that it would have. Where a frame is broken the scan goes on
 * at the next record that the old positions file, or the frame's own length, leads to.
 */
final class SegmentScan {
    /** How many frames at the beginning may tell which sequence the segment starts with. */
    private static final int TRIALS = 4;

    private static final long LARGEST_TRIAL = 1L << 28;

    private final DirectBuffer log;
    private final int[] oldPositions;
    private final int records;
    private byte[] record = new byte[4096];

    /** @param oldPositions what the positions file says; any of it may be wrong */
    SegmentScan(DirectBuffer log, int[] oldPositions, int records) {
        this.log = log;
        this.oldPositions = oldPositions;
        this.records = records;
    }

    /** The intact records of a segment, under the numbers that they have in it. */
    static final class Found {
        private int[] positions = new int[512];
        private final BitSet intact = new BitSet();
        private long bytes;

        private void add(int number, long position, int length) {
            if (number >= positions.length) {
                positions = Arrays.copyOf(positions, Math.max(number + 1, positions.length * 2));
            }
            positions[number] = (int) position;
            intact.set(number);
            bytes += length;
        }

        /** One more than the highest number. */
        int count() {
            return intact.length();
        }

        boolean isIntact(int number) {
            return intact.get(number);
        }

        long position(int number) {
            return positions[number] & 0xFFFF_FFFFL;
        }

        long bytes() {
            return bytes;
        }

        BitSet lost() {
            BitSet lost = new BitSet(count());
            lost.set(0, count());
            lost.andNot(intact);
            return lost;
        }
    }

    /** What is there if the segment begins with this sequence; {@code null} if nothing is. */
    @Nullable
    Found from(long first) {
        if (first < 0) {
            return null;
        }
        Found found = new Found();
        long offset = 0;
        int number = 0;
        while (number < records) {
            long start = nextRecord(offset);
            if (start >= 0 && isIntact(start, first + number)) {
                found.add(number, start, length(start));
                offset = end(start);
                number++;
            } else if (start >= 0 && isFollowed(start, first + number)) {
                offset = end(start);
                number++;
            } else {
                number = resume(first, number, offset);
                if (number < 0) {
                    break;
                }
                offset = position(number) - DocumentDescriptor.HEADER_LENGTH;
            }
        }
        return found.count() == 0 ? null : found;
    }

    /** Which sequence the segment begins with, when nothing tells: the checksums do. -1 if they fit none from {@code least} on. */
    long trial(long least) {
        long start = nextRecord(0);
        for (int number = 0; number < TRIALS && start >= 0; number++) {
            long next = nextRecord(end(start));
            long first = trial(start, next, least, number);
            if (first >= 0) {
                return first;
            }
            start = next;
        }
        return -1;
    }

    private long trial(long start, long next, long least, int number) {
        if (length(start) < RecordDescriptor.ENVELOPE_LENGTH) {
            return -1;
        }
        int checksum = checksum(start);
        int field = crcField(start);
        // A single record can fit by chance where there are many numbers to try; two in a row do not.
        long limit = next < 0 ? records : LARGEST_TRIAL;
        for (long first = least; first < least + limit; first++) {
            if (RecordDescriptor.seal(checksum, first + number) == field
                    && (next < 0 || isIntact(next, first + number + 1))) {
                return first;
            }
        }
        return -1;
    }

    private boolean isFollowed(long start, long sequence) {
        long next = nextRecord(end(start));
        return next >= 0 && isIntact(next, sequence + 1);
    }

    /** The number of the next record, at or behind this one, that the old positions lead to; -1 if none. */
    private int resume(long first, int number, long offset) {
        for (int at = number; at < Math.min(records, oldPositions.length); at++) {
            long frame = position(at) - DocumentDescriptor.HEADER_LENGTH;
            if (frame >= offset && nextRecord(frame) == position(at) && isIntact(position(at), first + at)) {
                return at;
            }
        }
        return -1;
    }

    private long position(int number) {
        return oldPositions[number] & 0xFFFF_FFFFL;
    }

    /** Where the first record at or behind this frame starts; -1 if the frames do not lead to one. */
    private long nextRecord(long frame) {
        long at = frame;
        while (at + DocumentDescriptor.HEADER_LENGTH <= log.capacity()) {
            int header = DocumentDescriptor.header(log, at);
            long start = at + DocumentDescriptor.HEADER_LENGTH;
            if (!DocumentDescriptor.isComplete(header) || start + DocumentDescriptor.length(header) > log.capacity()) {
                return -1;
            }
            if (!DocumentDescriptor.isMetadata(header)) {
                return start;
            }
            at = DocumentDescriptor.next(start, DocumentDescriptor.length(header));
        }
        return -1;
    }

    int length(long start) {
        return DocumentDescriptor.length(DocumentDescriptor.header(log, start - DocumentDescriptor.HEADER_LENGTH));
    }

    private long end(long start) {
        return DocumentDescriptor.next(start, length(start));
    }

    private boolean isIntact(long start, long sequence) {
        return length(start) >= RecordDescriptor.ENVELOPE_LENGTH
                && RecordDescriptor.seal(checksum(start), sequence) == crcField(start);
    }

    private int crcField(long start) {
        return log.getInt((int) start + RecordDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
    }

    private int checksum(long start) {
        int length = length(start);
        if (record.length < length) {
            record = new byte[length * 2];
        }
        log.getBytes((int) start, record, 0, length);
        return RecordDescriptor.checksum(record, 0, length);
    }
}
