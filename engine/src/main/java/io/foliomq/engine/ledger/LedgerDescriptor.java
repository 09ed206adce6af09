package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/** {@code p<priority>-<segment>.ledger}: after the common header one {@link Slot} for each record of the segment. */
final class LedgerDescriptor {
    static final int SLOTS_OFFSET = FileHeaderDescriptor.LENGTH;

    private LedgerDescriptor() {}

    static int slot(long recordInSegment) {
        return SLOTS_OFFSET + (int) recordInSegment * Long.BYTES;
    }

    static int length(int segmentRecords) {
        return SLOTS_OFFSET + segmentRecords * Long.BYTES;
    }
}
