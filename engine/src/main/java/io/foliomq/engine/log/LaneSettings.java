package io.foliomq.engine.log;

import io.foliomq.engine.storage.DiskGuard;
import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.StoreId;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** What all lanes of a store share. */
public record LaneSettings(
        StoreId storeId,
        int segmentBytes,
        int segmentRecords,
        long segmentMillis,
        long sendTimeoutNanos,
        Holder holder,
        DiskGuard diskGuard,
        Forcing forcing,
        EpochClock epochClock,
        NanoClock nanoClock) {
    private static final int LARGEST_INLINE = 1 << 20;
    /** Room behind the last record for the end mark. */
    static final int SLACK = 4096;

    /** Whether a little is forced again and again. */
    boolean isForcedOften() {
        return forcing == Forcing.EACH;
    }

    /** Records longer than this go to a file of their own. */
    public int inlineLimit() {
        return Math.min(LARGEST_INLINE, segmentBytes / 8);
    }

    /** Length of a segment's file; sparse beyond what is reserved. */
    long segmentFileLength() {
        return (long) segmentBytes + SLACK;
    }
}
