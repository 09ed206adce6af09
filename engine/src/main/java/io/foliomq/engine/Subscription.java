package io.foliomq.engine;

import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.storage.StoreFault;
import org.jspecify.annotations.Nullable;

/** What became of the records of a destination for one group of consumers: a queue's only one, or a named one of a topic. Thread-safe. */
public final class Subscription {
    private final Destination destination;
    private final Ledger ledger;
    private final String name;
    private final String attributes;

    Subscription(Destination destination, Ledger ledger, String name, String attributes) {
        this.destination = destination;
        this.ledger = ledger;
        this.name = name;
        this.attributes = attributes;
    }

    public String name() {
        return name;
    }

    public Destination destination() {
        return destination;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The text that the layer above gave it. */
    public String attributes() {
        return attributes;
    }

    public boolean isDurable() {
        return ledger.isDurable();
    }

    boolean isDeleted() {
        return ledger.isDeleted() || destination.isDeleted();
    }

    /** A new consumer. Fails with {@link IllegalUseException} if it, or one that is open in any process, is exclusive. */
    public Tailer openTailer(TailerOptions options) {
        try {
            if (isDeleted()) {
                throw new StoreFault(
                        StoreFault.Kind.DELETED,
                        "destination or subscription is deleted: destination=" + destination.name() + ", subscription="
                                + name);
            }
            destination.root().attachedPlaces().add(ledger.directory());
            Waiter waiter = options.waiter();
            return new Tailer(this, options, waiter == null ? destination.root().newWaiter(null) : waiter);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** Looks without taking. */
    public Browser browse(@Nullable RecordFilter filter) {
        return new Browser(this, filter);
    }

    /** Records that are not settled, over all processes; exact when nothing moves. Cost does not grow with depth. */
    public long depth() {
        // Settled first: a record that is appended and settled meanwhile must not make the depth negative.
        long settled = ledger.consumers().settled();
        return Math.max(0, ledger.seen() - settled);
    }

    /** Their bytes on the log, envelopes included. */
    public long bytes() {
        long settled = ledger.consumers().settledBytes();
        long seen = 0;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            seen += destination.lanes().appendedBytes(priority);
        }
        return Math.max(0, seen - ledger.startBytes() - settled);
    }

    /** Records under lease now, in all processes. */
    public long leased() {
        return ledger.consumers().leases();
    }

    /** Open tailers, in all processes. */
    public int tailers() {
        return ledger.consumers().count();
    }

    /** Deletes the subscription of a topic, with what it holds. Fails with {@link IllegalUseException} while it has open tailers or leases, or if it is a queue's. */
    public void delete() {
        try {
            if (destination.kind() == DestinationKind.QUEUE) {
                throw new StoreFault(
                        StoreFault.Kind.ILLEGAL,
                        "the subscription of a queue goes with the queue: queue=" + destination.name());
            }
            ledger.consumers().guarded(() -> {
                if (tailers() > 0 || leased() > 0) {
                    throw new StoreFault(
                            StoreFault.Kind.ILLEGAL,
                            "subscription is in use: subscription=" + name + ", tailers=" + tailers() + ", leases="
                                    + leased());
                }
                ledger.markDeleted();
            });
            destination.subscriptionSet().remove(this);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    void tailerDone(Tailer tailer) {
        if (!isDurable() && destination.kind() == DestinationKind.TOPIC && !isDeleted()) {
            boolean[] last = {false};
            ledger.consumers().guarded(() -> {
                if (!ledger.isDeleted() && tailers() == 0 && leased() == 0) {
                    ledger.markDeleted();
                    last[0] = true;
                }
            });
            if (last[0]) {
                destination.subscriptionSet().remove(this);
            }
        }
    }
}
