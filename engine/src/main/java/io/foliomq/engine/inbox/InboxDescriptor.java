package io.foliomq.engine.inbox;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code members/<slot>.inbox}, little endian.
 *
 * <pre>
 *      0  common file header
 *     64  owner       token of the reading member                         at creation
 *    128  mutex       of the writers
 *    192  tail        bytes ever written                                   release store under the mutex, volatile read by the reader
 *    256  head        bytes ever read                                      release store by the reader, volatile read by writers
 *    320  asleep      1 = ring the bell after a write                      volatile by the reader, compare-and-set by writers
 *   4096  table       {@value #DESTINATIONS} words: number of the live destination whose number modulo the table is the index, 0 = none; volatile by the reader
 *  36864  ring        {@value #CAPACITY} bytes of frames, each at a multiple of 8
 *
 *   frame:  0 length of the record · 4 type (1 record, 2 skip to the end of the ring) · 8 number of the destination · 16 record
 * </pre>
 *
 * A writer that dies before it moved the tail has written nothing.
 */
final class InboxDescriptor {
    static final int OWNER_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int MUTEX_OFFSET = 128;
    static final int TAIL_OFFSET = 192;
    static final int HEAD_OFFSET = 256;
    static final int ASLEEP_OFFSET = 320;
    static final int TABLE_OFFSET = 4096;
    static final int DESTINATIONS = 4096;
    static final int RING_OFFSET = TABLE_OFFSET + DESTINATIONS * Long.BYTES;
    static final int CAPACITY = 1 << 20;
    static final int LENGTH = RING_OFFSET + CAPACITY;

    static final int FRAME_LENGTH = 0;
    static final int FRAME_TYPE = FRAME_LENGTH + Integer.BYTES;
    static final int FRAME_DESTINATION = FRAME_TYPE + Integer.BYTES;
    static final int FRAME_RECORD = FRAME_DESTINATION + Long.BYTES;
    static final int RECORD = 1;
    static final int SKIP = 2;

    /** A longer record does not go through the ring. */
    static final int LARGEST_RECORD = CAPACITY / 4;

    private InboxDescriptor() {}

    static int table(long number) {
        return TABLE_OFFSET + (int) (number % DESTINATIONS) * Long.BYTES;
    }

    static int frame(long position) {
        return RING_OFFSET + (int) (position & (CAPACITY - 1));
    }

    /** Whether a writer can have left head and tail so. */
    static boolean isPlausible(long head, long tail) {
        return head >= 0
                && head <= tail
                && tail - head <= CAPACITY
                && head % Long.BYTES == 0
                && tail % Long.BYTES == 0
                && tail < Long.MAX_VALUE / 2;
    }

    static int aligned(int length) {
        return (length + 7) & ~7;
    }
}
