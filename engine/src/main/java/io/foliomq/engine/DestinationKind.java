package io.foliomq.engine;

/** What a destination does with a record. */
public enum DestinationKind {
    /** One subscription; each record goes to one consumer. */
    QUEUE,
    /** Any number of subscriptions; each gets every record that was sent after it was made. */
    TOPIC
}
