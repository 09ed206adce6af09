package io.foliomq.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;

/** A named queue or topic. Thread-safe; one object for each name in a store. */
public abstract sealed class Destination permits StoredDestination, TemporaryDestination, RemoteTemporary {
    private final String name;
    private final DestinationKind kind;
    private final CopyOnWriteArrayList<Waiter> waiters = new CopyOnWriteArrayList<>();

    Destination(String name, DestinationKind kind) {
        this.name = name;
        this.kind = kind;
    }

    public final String name() {
        return name;
    }

    public final DestinationKind kind() {
        return kind;
    }

    /** Whether it goes with the process that made it. Its records live in that process's memory and go with it. */
    public abstract boolean isTemporary();

    /** Incarnation of the member that made a temporary destination; 0 for others. */
    public abstract int owner();

    public abstract boolean isDeleted();

    /** An appender with the store's durability. */
    public final Appender newAppender() {
        return newAppender(root().options().durability());
    }

    public final Appender newAppender(Durability durability) {
        return new Appender(this, durability);
    }

    /** A queue's only subscription; fails with {@link IllegalUseException} for a topic, and for a temporary queue of another process. */
    public abstract Subscription subscription();

    /** A topic's subscription of this name. */
    public abstract Optional<Subscription> subscription(String subscription);

    /** Makes a subscription of a topic, which gets what is sent from now on; the existing one if there is one of this name (whatever its options). */
    public abstract Subscription subscribe(SubscriptionOptions options);

    public abstract List<Subscription> subscriptions();

    /** Limits for all processes, from the next append on; they survive restarts. */
    public abstract void limits(Limits limits);

    public abstract Limits limits();

    /** Records ever appended. */
    public abstract long appended();

    /** Deletes the destination with all it holds. Appenders and tailers of it, in any process, fail from now on with {@link DestinationDeletedException}. */
    public abstract void delete();

    abstract StoreRoot root();

    /** The appender's way to put one record in. */
    abstract void append(Record record, Durability durability);

    /** For a temporary destination: puts one record in whose fate was decided elsewhere. */
    abstract void appendCommitted(DirectBuffer record, int offset, int length);

    /** A sleeper of this process is about to park. */
    abstract void addSleeper();

    final void addWaiter(Waiter waiter) {
        synchronized (waiters) {
            waiters.addIfAbsent(waiter);
            root().watch(this);
        }
    }

    final void removeWaiter(Waiter waiter) {
        // Together with the other: a bell must never find a destination that has a waiter unwatched.
        synchronized (waiters) {
            waiters.remove(waiter);
            if (waiters.isEmpty()) {
                root().unwatch(this);
            }
        }
    }

    /**
     * Wakes the sleepers of this process that have something to do. Whoever comes here has taken the mark that somebody sleeps: if somebody sleeps on, it is put
     * back, and what was published before that is looked for once more.
     */
    final void look() {
        if (wakeThoseWithWork()) {
            addSleeper();
            boolean unused = wakeThoseWithWork();
        }
    }

    /** Whether somebody sleeps on. */
    private boolean wakeThoseWithWork() {
        boolean asleep = false;
        for (Waiter waiter : waiters) {
            asleep |= waiter.look();
        }
        return asleep;
    }

    final void wakeAll() {
        waiters.forEach(Waiter::wakeUp);
    }
}
