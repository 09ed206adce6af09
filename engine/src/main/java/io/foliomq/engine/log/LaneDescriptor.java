package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code log/p<priority>/lane}: the shared state of one lane, little endian.
 *
 * <pre>
 *      0  common file header
 *    128  mutex            token of the member that appends, 0 = free     compare-and-set by who takes it, release store by the holder
 *    256  next             sequences written so far, published or not       plain, by the holder of the mutex
 *    264  end              file offset behind the last record               plain, by the holder
 *    272  bytes            of all records ever appended                      ordered, by the holder; read by anybody
 *    280  reserved bytes   of the current segment that have disk blocks      plain, by the holder
 *    288  reserved records of the current segment whose slots have blocks    plain, by the holder
 *    296  spare segment    number of the preallocated segment, 0 = none      plain, by the holder
 *    304  large bytes      of bodies outside, in the current segment         plain, by the holder
 *    312  limit check at   value of next at which limits are looked at again  plain, by the holder
 *    320  published A     sequence · bytes of all records below it          the one whose sequence is appended counts: by the holder
 *    336  published B     likewise                                          sequence by release store, after the bytes, before appended
 *    384  appended         sequences published                               release store by the holder, volatile read by anybody
 *    448  current segment  0 = none yet                                      release store by the holder, volatile read by anybody
 *    456  first segment    oldest that is not deleted                        release store by the holder, volatile read by anybody
 *    512  synced           sequences below it are on stable storage           compare-and-set upwards by whoever has forced them; volatile read by anybody
 *   4096  segment table    {@value #TABLE_ENTRIES} entries of 32 bytes, entry = segment modulo entries:
 *                          segment · first sequence · created ms · deleted (0, 1)
 * </pre>
 *
 * A table entry is written whole before {@code current segment} names it.
 */
final class LaneDescriptor {
    static final int MUTEX_OFFSET = 128;
    static final int NEXT_OFFSET = 256;
    static final int END_OFFSET = NEXT_OFFSET + Long.BYTES;
    static final int BYTES_OFFSET = END_OFFSET + Long.BYTES;
    static final int RESERVED_BYTES_OFFSET = BYTES_OFFSET + Long.BYTES;
    static final int RESERVED_RECORDS_OFFSET = RESERVED_BYTES_OFFSET + Long.BYTES;
    static final int SPARE_SEGMENT_OFFSET = RESERVED_RECORDS_OFFSET + Long.BYTES;
    static final int LARGE_BYTES_OFFSET = SPARE_SEGMENT_OFFSET + Long.BYTES;
    static final int LIMIT_CHECK_OFFSET = LARGE_BYTES_OFFSET + Long.BYTES;
    static final int PUBLISHED_A_OFFSET = LIMIT_CHECK_OFFSET + Long.BYTES;
    static final int PUBLISHED_B_OFFSET = PUBLISHED_A_OFFSET + 2 * Long.BYTES;
    static final int APPENDED_OFFSET = 384;
    static final int CURRENT_SEGMENT_OFFSET = 448;
    static final int FIRST_SEGMENT_OFFSET = CURRENT_SEGMENT_OFFSET + Long.BYTES;

    static final int SYNCED_OFFSET = 512;

    static final int TABLE_OFFSET = 4096;
    static final int TABLE_ENTRIES = 1 << 14;
    static final int ENTRY_SEGMENT = 0;
    static final int ENTRY_FIRST_SEQUENCE = ENTRY_SEGMENT + Long.BYTES;
    static final int ENTRY_CREATED = ENTRY_FIRST_SEQUENCE + Long.BYTES;
    static final int ENTRY_DELETED = ENTRY_CREATED + Long.BYTES;
    static final int ENTRY_LENGTH = ENTRY_DELETED + Long.BYTES;

    /** Value of end when nothing more may be appended to the current segment. */
    static final long CLOSED_END = 1L << 40;

    static final int LENGTH = TABLE_OFFSET + TABLE_ENTRIES * ENTRY_LENGTH;
    /** What gets disk blocks when the lane is made: header, counters and the first entries of the table. */
    static final int RESERVED = TABLE_OFFSET + 4096;

    static {
        assert FileHeaderDescriptor.LENGTH <= MUTEX_OFFSET;
    }

    private LaneDescriptor() {}

    static int entry(long segment) {
        return TABLE_OFFSET + (int) (segment & (TABLE_ENTRIES - 1)) * ENTRY_LENGTH;
    }
}
