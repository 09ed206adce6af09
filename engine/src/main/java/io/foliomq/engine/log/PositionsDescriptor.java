package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code log/p<priority>/<segment>.positions}: where each record of a segment starts. After the common header, 4 bytes for each record: the
 * offset of the record (its envelope, behind the 4-byte document header) in the segment's file. Written by the holder of the lane's mutex before the lane publishes the sequence, immutable after that.
 */
final class PositionsDescriptor {
    static final int ENTRIES_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int ENTRY_LENGTH = Integer.BYTES;

    private PositionsDescriptor() {}

    static int entry(long recordInSegment) {
        return ENTRIES_OFFSET + (int) recordInSegment * ENTRY_LENGTH;
    }

    static int length(int segmentRecords) {
        return ENTRIES_OFFSET + segmentRecords * ENTRY_LENGTH;
    }
}
