package io.foliomq.engine;

/**
 * Where a consumer waits for records of its tailers. Several tailers may share one; one thread waits at a time, any thread may wake it.
 *
 * <p>Use: poll the tailers; if none has anything, {@link #await}; poll again. A record that becomes ready between the poll and the wait ends the wait at once.
 */
public final class Waiter {
    Waiter() {}

    /**
     * Waits, by the store's {@link WaitPolicy}, until one of the tailers may have a record, or {@link #wakeUp()}, interruption (whose flag stays set) or the time-out. May return for no
     * reason.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} = without end; 0 or less = not at all
     */
    public void await(long timeoutNanos) {
        throw new UnsupportedOperationException();
    }

    /** Ends the current wait, or the next one if nobody waits. Thread-safe. */
    public void wakeUp() {
        throw new UnsupportedOperationException();
    }
}
