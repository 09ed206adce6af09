package io.foliomq.engine;

/** What happens to an append to a destination that is at its limit. */
public enum OverflowPolicy {
    /** Wait until there is room, at most {@link Limits#blockMillis()}; then fail as {@link #FAIL} does. */
    BLOCK,
    /** Throw {@link LimitExceededException} at once. */
    FAIL,
    /** Drop the oldest records that nobody holds a lease on, until there is room. */
    DROP_OLDEST
}
