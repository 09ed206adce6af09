package io.foliomq.perf.contender;

/** Sends messages of one size. Used by one thread. */
public interface Sender extends AutoCloseable {
    /** Sends a message whose first eight bytes are the stamp. */
    void send(long stamp);

    @Override
    void close();
}
