package io.foliomq.engine;

import java.util.List;
import java.util.Optional;

/** A named queue or topic. Thread-safe; one object for each name in a store. */
public final class Destination {
    Destination() {}

    public String name() {
        throw new UnsupportedOperationException();
    }

    public DestinationKind kind() {
        throw new UnsupportedOperationException();
    }

    /** Whether it goes with the process that made it. */
    public boolean isTemporary() {
        throw new UnsupportedOperationException();
    }

    /** Incarnation of the member that made a temporary destination; 0 for others. */
    public int owner() {
        throw new UnsupportedOperationException();
    }

    public boolean isDeleted() {
        throw new UnsupportedOperationException();
    }

    public Appender newAppender() {
        throw new UnsupportedOperationException();
    }

    /** A queue's only subscription; fails with {@link IllegalUseException} for a topic. */
    public Subscription subscription() {
        throw new UnsupportedOperationException();
    }

    /** A topic's subscription of this name. */
    public Optional<Subscription> subscription(String name) {
        throw new UnsupportedOperationException();
    }

    /** Makes a subscription of a topic, which gets what is sent from now on; the existing one if there is one of this name (whatever its options). */
    public Subscription subscribe(SubscriptionOptions options) {
        throw new UnsupportedOperationException();
    }

    public List<Subscription> subscriptions() {
        throw new UnsupportedOperationException();
    }

    /** Limits for all processes, from the next append on; they survive restarts. */
    public void limits(Limits limits) {
        throw new UnsupportedOperationException();
    }

    public Limits limits() {
        throw new UnsupportedOperationException();
    }

    /** Records ever appended. */
    public long appended() {
        throw new UnsupportedOperationException();
    }

    /** Deletes the destination with all it holds. Appenders and tailers of it, in any process, fail from now on with {@link DestinationDeletedException}. */
    public void delete() {
        throw new UnsupportedOperationException();
    }
}
