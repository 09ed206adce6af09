package io.foliomq.perf.contender;

/** Receives messages and settles each before it asks for the next. Used by one thread. */
public interface Receiver extends AutoCloseable {
    /** No message; no sender uses it as a stamp. */
    long NOTHING = Long.MIN_VALUE;

    /**
     * Receives and settles the next message, waiting by the wait policy of the {@link Setup}.
     *
     * @return its stamp; {@link #NOTHING} if none came in time
     */
    long receive(long timeoutNanos);

    @Override
    void close();
}
