package io.foliomq.engine.model;

/** A wrong order or a missing step. Each of them must be found, else the model looks at nothing. */
enum Flaw {
    NONE,
    /** The mark up to which a reaper looks is written after the slot. */
    HIGH_AFTER_LEASE,
    /** What a consumer settled is counted without the intent that lets a reaper count it. */
    NO_INTENT,
    /** A reaper counts an intent without asking whether the owner has counted it already. */
    INTENT_COUNTED_BLINDLY,
    /** A release is announced before the slot is ready. */
    ANNOUNCED_BEFORE_WRITTEN,
    /** A reader steps over a word of the ring that is not written yet. */
    UNWRITTEN_WORD_SKIPPED,
    /** Leases of a dead member are released before its committed transactions are applied. */
    RELEASED_BEFORE_APPLIED,
    /** A reaper forgets a consumer before it has told the others to look. */
    VACATED_BEFORE_OVERFLOW,
    /** A reaper tells nobody of what it released. */
    NO_OVERFLOW,
    /** A death rings nobody. */
    DEATH_UNRUNG,
    /** A sleeper does not look again after it has marked itself. */
    NO_SECOND_LOOK,
    /** An appender looks for sleepers before it publishes. */
    WOKEN_BEFORE_PUBLISHED
}
