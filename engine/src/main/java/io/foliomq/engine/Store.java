package io.foliomq.engine;

import java.util.List;
import java.util.Optional;

/**
 * A store directory, opened by this process; other processes open the same one. Thread-safe. Opening the same directory again in this JVM gives the same store, counted: the
 * last {@link #close()} detaches.
 */
public final class Store implements AutoCloseable {
    Store() {}

    /**
     * Opens the store, making it if there is none. Takes the same time whatever the backlog.
     *
     * @throws MissingJvmFlagsException the JVM lacks flags that mapped memory needs
     * @throws StoreFormatException corrupt, too old or too new
     */
    public static Store open(StoreOptions options) {
        throw new UnsupportedOperationException();
    }

    public StoreOptions options() {
        throw new UnsupportedOperationException();
    }

    /** The store's identity, a UUID. */
    public String id() {
        throw new UnsupportedOperationException();
    }

    /** The queue of this name, made on first use. */
    public Destination queue(String name) {
        throw new UnsupportedOperationException();
    }

    /** The topic of this name, made on first use. */
    public Destination topic(String name) {
        throw new UnsupportedOperationException();
    }

    /** The destination, if it exists. */
    public Optional<Destination> find(DestinationKind kind, String name) {
        throw new UnsupportedOperationException();
    }

    /** A destination with a name of its own that goes with {@link Destination#delete()} or with this process. */
    public Destination newTemporary(DestinationKind kind) {
        throw new UnsupportedOperationException();
    }

    /** All destinations that exist, by name, temporary ones left out. */
    public List<Destination> destinations(DestinationKind kind) {
        throw new UnsupportedOperationException();
    }

    public Transaction newTransaction() {
        throw new UnsupportedOperationException();
    }

    public Waiter newWaiter() {
        throw new UnsupportedOperationException();
    }

    /** Takes the exclusive right to a name, if it is free. */
    public Optional<NameReservation> reserve(String name) {
        throw new UnsupportedOperationException();
    }

    /** Unique to this attachment of this process for the life of the store, from 1; the first half of a message id. */
    public int incarnation() {
        throw new UnsupportedOperationException();
    }

    /** The second half of a message id: 1, 2, 3… Thread-safe. */
    public long nextMessageNumber() {
        throw new UnsupportedOperationException();
    }

    /** Detaches: open leases are released, temporary destinations deleted. Tailers and appenders of this store fail from now on. Closing twice is no error. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
