package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/**
 * Looks at records that are ready, by priority and then by sequence, without taking them: neither leased ones, nor expired ones, nor those whose time has not come. Not thread-safe.
 */
public abstract sealed class Browser implements AutoCloseable permits LedgerBrowser, InboxBrowser {
    Browser() {}

    /** The next record, valid until the next call; {@code null} at the end for now. */
    public abstract @Nullable RecordView next();

    /** What {@link Delivery#deliveryCount()} would be, were the record delivered as it was seen by {@link #next}. */
    public abstract int deliveryCount();

    /** Closing twice is no error. */
    @Override
    public abstract void close();
}
