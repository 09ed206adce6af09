package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** What became of the records of a destination for one group of consumers: a queue's only one, or a named one of a topic. Thread-safe. */
public final class Subscription {
    Subscription() {}

    public String name() {
        throw new UnsupportedOperationException();
    }

    public Destination destination() {
        throw new UnsupportedOperationException();
    }

    /** The text that the layer above gave it. */
    public String attributes() {
        throw new UnsupportedOperationException();
    }

    public boolean isDurable() {
        throw new UnsupportedOperationException();
    }

    /** A new consumer. Fails with {@link IllegalUseException} if it, or one that is open in any process, is exclusive. */
    public Tailer openTailer(TailerOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Looks without taking. */
    public Browser browse(@Nullable RecordFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** Records that are not settled, over all processes; exact when nothing moves. Cost does not grow with depth. */
    public long depth() {
        throw new UnsupportedOperationException();
    }

    /** Their bytes. */
    public long bytes() {
        throw new UnsupportedOperationException();
    }

    /** Records under lease now, in all processes. */
    public long leased() {
        throw new UnsupportedOperationException();
    }

    /** Open tailers, in all processes. */
    public int tailers() {
        throw new UnsupportedOperationException();
    }

    /** Deletes the subscription of a topic, with what it holds. Fails with {@link IllegalUseException} while it has open tailers or leases, or if it is a queue's. */
    public void delete() {
        throw new UnsupportedOperationException();
    }
}
