package io.foliomq.engine;

/** The exclusive right to a name over all processes of a store, until closed or until the process dies. */
public final class NameReservation implements AutoCloseable {
    NameReservation() {}

    public String name() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
