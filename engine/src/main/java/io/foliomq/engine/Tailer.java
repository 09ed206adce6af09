package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/**
 * One consumer of a subscription. Leases records in order of priority, then of sequence; a lease lasts until it is ended here or this process dies.
 *
 * <p>Not thread-safe: one thread at a time, and whoever hands a tailer over does so safely.
 */
public final class Tailer implements AutoCloseable {
    Tailer() {}

    /** Leases the next record that is ready and wanted; {@code null} if there is none now. Expired records are settled on the way. */
    public @Nullable Delivery poll() {
        throw new UnsupportedOperationException();
    }

    /** {@link #poll()}, waiting by the store's {@link WaitPolicy} for at most this time; {@link Long#MAX_VALUE} = without end. */
    public @Nullable Delivery poll(long timeoutNanos) {
        throw new UnsupportedOperationException();
    }

    /** Settles a record: it is never delivered again on this subscription. */
    public void acknowledge(long lease) {
        throw new UnsupportedOperationException();
    }

    /** Settles a record as undeliverable, after its copy went wherever the caller wants it. */
    public void discard(long lease) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives a record back; it is delivered again, to whoever comes first, before records that follow it.
     *
     * @param counted whether the delivery counts: the next one then has a {@link Delivery#deliveryCount()} one higher
     * @param dueMs not before this time, ms since the epoch; 0 = at once
     */
    public void release(long lease, boolean counted, long dueMs) {
        throw new UnsupportedOperationException();
    }

    /** How many leases are open. */
    public int leases() {
        throw new UnsupportedOperationException();
    }

    public Subscription subscription() {
        throw new UnsupportedOperationException();
    }

    /** Whether polling now could find something; cheap, may err on the side of yes. */
    public boolean mayHaveRecords() {
        throw new UnsupportedOperationException();
    }

    /**
     * Stops reading. Open leases stay open, and are ended through this object; the subscription of a non-durable one goes when its last tailer is closed and has no leases. Closing twice is no error.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
