package io.foliomq.demo.worker;

/** A worker that runs in this process until it is stopped. */
public interface WorkerRun extends Runnable, AutoCloseable {
    /** Asks it to end after the photo in hand. Any thread. */
    void stop();

    @Override
    void close();
}
