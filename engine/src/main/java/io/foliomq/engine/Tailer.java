package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/**
 * One consumer of a subscription. Leases records in order of priority, then of sequence; a lease lasts until it is ended here or this process dies.
 *
 * <p>Not thread-safe: one thread at a time, and whoever hands a tailer over does so safely.
 */
public abstract sealed class Tailer implements AutoCloseable permits LedgerTailer, InboxTailer {
    // By the owner; read by whoever looks at the old waiter.
    private volatile Waiter waiter;

    Tailer(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Leases the next record that is ready and wanted; {@code null} if there is none now. Expired records are settled on the way. */
    public abstract @Nullable Delivery poll();

    /** {@link #poll()}, waiting by the waiter's {@link WaitPolicy} for at most this time; {@link Long#MAX_VALUE} = without end. */
    public final @Nullable Delivery poll(long timeoutNanos) {
        Delivery next = poll();
        if (next != null || timeoutNanos <= 0) {
            return next;
        }
        idle();
        long start = waiter.nanoTime();
        long left = timeoutNanos;
        while (left > 0) {
            waiter.await(left);
            next = poll();
            if (next != null || Thread.currentThread().isInterrupted()) {
                return next;
            }
            if (timeoutNanos != Long.MAX_VALUE) {
                left = timeoutNanos - (waiter.nanoTime() - start);
            }
        }
        return null;
    }

    /** Settles a record: it is never delivered again on this subscription. */
    public abstract void acknowledge(long lease);

    /** Settles a record as undeliverable, after its copy went wherever the caller wants it. */
    public abstract void discard(long lease);

    /**
     * Gives a record back; it is delivered again, to whoever comes first, before records that follow it.
     *
     * @param counted whether the delivery counts: the next one then has a {@link Delivery#deliveryCount()} one higher
     * @param dueMs not before this time, ms since the epoch; 0 = at once
     */
    public abstract void release(long lease, boolean counted, long dueMs);

    /** How many leases are open. */
    public abstract int leases();

    public abstract Subscription subscription();

    /** Whether polling now could find something; cheap, thread-safe, may err on the side of yes. */
    public abstract boolean mayHaveRecords();

    /** Waits on another waiter from now on; whoever waits on the old one keeps waiting for its other tailers alone. */
    public final void waitOn(Waiter newWaiter) {
        Waiter old = waiter;
        if (old != newWaiter) {
            newWaiter.add(this);
            waiter = newWaiter;
            old.remove(this);
        }
    }

    /**
     * Stops reading. Open leases stay open, and are ended through this object; a non-durable subscription goes when its last tailer is closed and has no leases. Closing
     * twice is no error.
     */
    @Override
    public abstract void close();

    /** When the next deferred record is due, ms since the epoch; by the owner. */
    abstract long nextDueMs();

    /** Nothing was found: a good moment for what can wait. */
    abstract void idle();

    /** Whether the lease is open. */
    abstract boolean holds(long lease);

    final Waiter waiter() {
        return waiter;
    }
}
