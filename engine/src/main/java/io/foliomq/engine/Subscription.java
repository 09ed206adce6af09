package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** What became of the records of a destination for one group of consumers: a queue's only one, or a named one of a topic. Thread-safe. */
public abstract sealed class Subscription permits StoredSubscription, InboxSubscription {
    private final String name;
    private final String attributes;

    Subscription(String name, String attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    public final String name() {
        return name;
    }

    /** The text that the layer above gave it. */
    public final String attributes() {
        return attributes;
    }

    public abstract Destination destination();

    public abstract boolean isDurable();

    /** A new consumer. Fails with {@link IllegalUseException} if it, or one that is open in any process, is exclusive. */
    public abstract Tailer openTailer(TailerOptions options);

    /** Looks without taking. */
    public abstract Browser browse(@Nullable RecordFilter filter);

    /** Records that are not settled, over all processes; exact when nothing moves. Cost does not grow with depth. */
    public abstract long depth();

    /** Their bytes on the log, envelopes included. */
    public abstract long bytes();

    /** Records under lease now, in all processes. */
    public abstract long leased();

    /** Open tailers, in all processes. */
    public abstract int tailers();

    /** Deletes the subscription of a topic, with what it holds. Fails with {@link IllegalUseException} while it has open tailers or leases, or if it is a queue's. */
    public abstract void delete();
}
