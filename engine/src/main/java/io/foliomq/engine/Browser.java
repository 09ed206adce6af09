package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** Looks at records that are ready, in the order in which they would be delivered, without taking them. Sees what is appended while it goes. Not thread-safe. */
public final class Browser implements AutoCloseable {
    Browser() {}

    /** The next record, valid until the next call; {@code null} at the end for now. */
    public @Nullable RecordView next() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
