package io.foliomq.engine.log;

/** Told, under the lane's mutex, before records of a segment are appended: whoever keeps slots for them gets disk blocks for these slots now. */
public interface SlotReserver {
    /** Records {@code [fromRecord, toRecord)} of this segment are about to exist. May be told twice of the same ones after a crash. */
    void reserve(long segment, long firstSequence, int fromRecord, int toRecord);
}
