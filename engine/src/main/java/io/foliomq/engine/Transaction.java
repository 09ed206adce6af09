package io.foliomq.engine;

/**
 * Appends and acknowledgements that take effect together or not at all, over any destinations of the store. Buffers until {@link #commit()}; can be used again after it ended. Not thread-safe.
 */
public final class Transaction {
    Transaction() {}

    /** Buffers a copy of the record. */
    public void append(Destination destination, Record record) {
        throw new UnsupportedOperationException();
    }

    /** The lease will be settled by the commit; a {@link #rollback} forgets this and leaves the lease open. */
    public void acknowledge(Tailer tailer, long lease) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #acknowledge}, settling it as undeliverable. */
    public void discard(Tailer tailer, long lease) {
        throw new UnsupportedOperationException();
    }

    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    /**
     * Once this returned, all of it has taken effect and survives what the store's {@link Durability} says. If the process dies inside, other members finish it or nothing of it ever happens. If it throws, nothing happened and the transaction still holds everything.
     */
    public void commit() {
        throw new UnsupportedOperationException();
    }

    /** Forgets everything buffered. Leases stay open: release them through their tailers. */
    public void rollback() {
        throw new UnsupportedOperationException();
    }
}
