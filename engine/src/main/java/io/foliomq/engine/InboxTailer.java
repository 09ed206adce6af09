package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** A tailer of a temporary destination. */
final class InboxTailer extends Tailer {
    private final InboxSubscription subscription;
    private final TailerOptions options;
    private final Delivery delivery = new Delivery();
    // Version of the subscription when a poll found nothing; written by the owner, read by whoever wakes.
    private volatile long seen = -1;
    private int leases;
    private volatile boolean closed;

    InboxTailer(InboxSubscription subscription, TailerOptions options, Waiter waiter) {
        super(waiter);
        this.subscription = subscription;
        this.options = options;
        waiter.add(this);
    }

    boolean isExclusive() {
        return options.exclusive();
    }

    @Override
    public @Nullable Delivery poll() {
        if (closed) {
            throw new IllegalUseException(
                    "tailer is closed: destination="
                            + subscription.destination().name(),
                    null);
        }
        subscription.destination().ensureLive();
        subscription.destination().inbox().read();
        long version = subscription.version();
        if (!subscription.next(options, delivery)) {
            seen = version;
            return null;
        }
        leases++;
        return delivery;
    }

    @Override
    public void acknowledge(long lease) {
        if (!subscription.destination().isDeleted()) {
            subscription.settle(lease);
        }
        leases--;
    }

    @Override
    public void discard(long lease) {
        acknowledge(lease);
    }

    @Override
    public void release(long lease, boolean counted, long dueMs) {
        subscription.release(lease, counted, dueMs);
        leases--;
        subscription.destination().look();
    }

    /** The lease goes on, and is no longer this tailer's. */
    void handOver() {
        leases--;
    }

    @Override
    public int leases() {
        return leases;
    }

    @Override
    public InboxSubscription subscription() {
        return subscription;
    }

    @Override
    public boolean mayHaveRecords() {
        return !closed
                && (subscription.version() != seen
                        || subscription.destination().inbox().hasMail()
                        || subscription.destination().isDeleted()
                        || subscription.destination().root().isClosed());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waiter().remove(this);
            subscription.closed(this);
        }
    }

    @Override
    long nextDueMs() {
        return subscription.nextDueMs();
    }

    @Override
    boolean holds(long lease) {
        return leases > 0;
    }

    @Override
    void idle() {}
}
