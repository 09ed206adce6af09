package io.foliomq.engine;

/** Appends records to one destination. Not thread-safe: one for each producing thread. Needs no closing. */
public final class Appender {
    private final Destination destination;
    private final Durability durability;

    Appender(Destination destination, Durability durability) {
        this.destination = destination;
        this.durability = durability;
    }

    /**
     * Appends a copy of the record. When this returns, the record survives what the {@link Durability} says, and consumers can see it from its deliver-at time on. A
     * record sent to a topic without subscriptions is dropped.
     *
     * @throws LimitExceededException the destination or the disk is full and its policy does not make room, or a living member held the lane for too long
     * @throws RecordTooLargeException larger than the store takes
     * @throws DestinationDeletedException the destination was deleted
     */
    public void append(Record record) {
        destination.append(record, durability);
    }
}
