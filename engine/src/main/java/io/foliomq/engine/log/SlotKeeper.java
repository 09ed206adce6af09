package io.foliomq.engine.log;

/** Whoever keeps slots for the records of a lane, as the lane sees it. Called under the lane's mutex. */
public interface SlotKeeper {
    /** Records {@code [fromRecord, toRecord)} of this segment are about to exist: their slots get disk blocks now. May be told twice of the same ones after a crash. */
    void reserve(long segment, long firstSequence, int fromRecord, int toRecord);

    /** The segment is deleted: what belongs to its records goes. May be told twice. */
    void delete(long segment);

    /** The last holder of the mutex died inside a run of this transaction, of which a part is about to be published. */
    void cutShort(long reference);

    /** The last holder of the mutex died inside: what it was changing besides may be half done. */
    void recovered();

    /** Whether the lane's directory is on its way out, or gone: nothing must be made in its place. */
    boolean isGone();
}
