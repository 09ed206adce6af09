package io.foliomq.engine.ledger;

/** What a ledger must know of the log that it keeps slots for. All of it is read from mapped memory, at any time, by any thread. */
public interface Sequences {
    /** Sequences {@code [0, appended)} of the lane exist; 0 for a lane that was never used. */
    long appended(int lane);

    /** The oldest segment that is not deleted; 0 if there is none. */
    long firstSegment(int lane);

    /** The segment of a sequence that exists; 0 if it lies below the first segment. */
    long segmentOf(int lane, long sequence);

    long firstSequence(int lane, long segment);

    /** The first sequence behind the segment; {@link Long#MAX_VALUE} while it is the last. */
    long endSequence(int lane, long segment);

    boolean isDeleted(int lane, long segment);

    /** Whether the destination is deleted: what is found under its name may be another's. */
    boolean isGone();
}
