package io.foliomq.engine.log;

import java.util.Arrays;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of one segment's file after a power loss. A record counts if its checksum fits the sequence that it would have. Where a frame is broken the scan goes on
 * at the next record that the old positions file, or the frame's own length, leads to: also behind a hole, where settled records gave their bytes back.
 */
final class SegmentScan {
    /** How many frames at the beginning may tell which sequence the segment starts with. */
    private static final int TRIALS = 4;

    private static final long LARGEST_TRIAL = 1L << 28;

    private static final int PAGE = 4096;
    private static final int SHORTEST = DocumentDescriptor.HEADER_LENGTH + RecordDescriptor.ENVELOPE_LENGTH;
    private static final int LONGEST = (1 << 20) + RecordDescriptor.ENVELOPE_LENGTH;
    /** How often its own length may be put through a checksum in search of frames. */
    private static final long SEARCHES = 8;

    private final DirectBuffer log;
    private final int[] oldPositions;
    private final int records;
    private byte[] record = new byte[4096];
    private long goOnAt;
    private long searched;

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

        /** It is not intact after all. */
        void lose(int number, int length) {
            intact.clear(number);
            bytes -= length;
        }

        /** One more than the highest number of an intact one. */
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
        return from(first, false);
    }

    /**
     * The same.
     *
     * @param certain whether it is known to begin with it: then what lies behind a hole at the beginning is found without positions
     */
    @Nullable
    Found from(long first, boolean certain) {
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
                number = goOn(first, number, offset, certain || found.count() > 0);
                if (number < 0) {
                    break;
                }
                offset = goOnAt;
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
        return trialBehindHole(least);
    }

    /** The same where the frames do not lead on from the beginning. */
    private long trialBehindHole(long least) {
        int trials = 0;
        for (int number = 0; number < Math.min(records, oldPositions.length) && trials < TRIALS; number++) {
            long start = position(number);
            if (start >= DocumentDescriptor.HEADER_LENGTH
                    && nextRecord(start - DocumentDescriptor.HEADER_LENGTH) == start) {
                trials++;
                long first = trial(start, nextRecord(end(start)), least, number);
                if (first >= 0) {
                    return first;
                }
            }
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

    /**
     * The number of the next record, at or behind this one, that the old positions or a search lead to; -1 if none. Where it is, is in {@link #goOnAt}.
     *
     * @param certain whether the first sequence is known; if not, a search without any positions would find what makes it fit
     */
    private int goOn(long first, int number, long offset, boolean certain) {
        int resumed = resume(first, number, offset);
        goOnAt = resumed < 0 ? log.capacity() : position(resumed) - DocumentDescriptor.HEADER_LENGTH;
        if (resumed >= 0 || certain) {
            // A position may be damaged that alone led over a hole.
            int searched = search(first, number, resumed < 0 ? records : resumed, offset);
            return searched < 0 ? resumed : searched;
        }
        return -1;
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

    /** Looks for the frame of one of {@code [number, end)} from this offset up to {@link #goOnAt}, by checksums; sets that, and says which it is. -1 if there is none. */
    private int search(long first, int number, int end, long offset) {
        long limit = goOnAt;
        long at = (offset + DocumentDescriptor.HEADER_LENGTH + 3) & ~3L;
        while (at + SHORTEST <= limit) {
            if (at % PAGE == 0 && isZeroPage(at)) {
                at += PAGE;
                continue;
            }
            if (isPlausible(at)) {
                int most = (int) Math.min(end, number + 1 + (at - offset) / SHORTEST);
                int found = numberOf(first, number, most, at + DocumentDescriptor.HEADER_LENGTH);
                if (found >= 0) {
                    goOnAt = at;
                    return found;
                }
            }
            at += DocumentDescriptor.HEADER_LENGTH;
        }
        return -1;
    }

    private boolean isZeroPage(long at) {
        long end = Math.min(at + PAGE, log.capacity()) - Long.BYTES;
        for (long each = at; each <= end; each += Long.BYTES) {
            if (log.getLong((int) each) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isPlausible(long frame) {
        int header = DocumentDescriptor.header(log, frame);
        int length = DocumentDescriptor.length(header);
        int start = (int) frame + DocumentDescriptor.HEADER_LENGTH;
        return DocumentDescriptor.isComplete(header)
                && !DocumentDescriptor.isMetadata(header)
                && length >= RecordDescriptor.ENVELOPE_LENGTH
                && length <= LONGEST
                && start + length <= log.capacity()
                && log.getByte(start + RecordDescriptor.FORMAT_OFFSET) == RecordDescriptor.FORMAT;
    }

    /** Which of {@code [from, to)} the checksum fits; -1 if none. What is hostile must not make it endless. */
    private int numberOf(long first, int from, int to, long start) {
        searched += length(start);
        if (searched > SEARCHES * log.capacity()) {
            return -1;
        }
        int checksum = checksum(start);
        int field = crcField(start);
        for (int number = from; number < to; number++) {
            if (RecordDescriptor.seal(checksum, first + number) == field) {
                return number;
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
