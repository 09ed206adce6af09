package io.foliomq.demo.worker;

/** How a request ended. */
public sealed interface Outcome {
    /** The thumbnails are in the store and in the database, by this worker or by one before it. */
    record Done() implements Outcome {}

    /** The photo is broken. */
    record Refused(int round, String cause) implements Outcome {}

    /** The worker was told to stop: another one gets the request. */
    record Stopped() implements Outcome {}
}
