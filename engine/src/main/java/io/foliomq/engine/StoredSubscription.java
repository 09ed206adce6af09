package io.foliomq.engine;

import io.foliomq.engine.ledger.Consumer;
import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.storage.StoreFault;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A subscription on disk. */
final class StoredSubscription extends Subscription {
    private final StoredDestination destination;
    private final Ledger ledger;
    private final byte[] relativePath;

    StoredSubscription(StoredDestination destination, Ledger ledger, String name, String attributes) {
        super(name, attributes);
        this.destination = destination;
        this.ledger = ledger;
        this.relativePath = destination.root().relativize(ledger.directory()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public StoredDestination destination() {
        return destination;
    }

    byte[] relativePath() {
        return relativePath;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public boolean isDurable() {
        return ledger.isDurable();
    }

    boolean isDeleted() {
        return ledger.isDeleted() || destination.isDeleted();
    }

    @Override
    public Tailer openTailer(TailerOptions options) {
        try {
            if (isDeleted()) {
                throw new StoreFault(
                        StoreFault.Kind.DELETED,
                        "destination or subscription is deleted: destination=" + destination.name() + ", subscription="
                                + name());
            }
            destination.root().attachedPlaces().add(ledger.directory());
            Waiter waiter = options.waiter();
            return new LedgerTailer(
                    this,
                    options,
                    waiter == null ? destination.root().newWaiter(null) : waiter,
                    Consumer.open(ledger, options.exclusive()));
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public Browser browse(@Nullable RecordFilter filter) {
        return new LedgerBrowser(this, filter);
    }

    @Override
    public long depth() {
        try {
            // Settled first: a record that is appended and settled meanwhile must not make the depth negative.
            long settled = ledger.consumers().settled();
            return Math.max(0, ledger.seen() - settled);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public long bytes() {
        try {
            long settled = ledger.consumers().settledBytes();
            long seen = 0;
            for (int priority = 0; priority < Lanes.COUNT; priority++) {
                seen += destination.lanes().appendedBytes(priority);
            }
            return Math.max(0, seen - ledger.startBytes() - settled);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public long leased() {
        return ledger.consumers().leases();
    }

    @Override
    public int tailers() {
        return ledger.consumers().count();
    }

    @Override
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
                            "subscription is in use: subscription=" + name() + ", tailers=" + tailers() + ", leases="
                                    + leased());
                }
                ledger.markDeleted();
            });
            destination.subscriptionSet().remove(this);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** After its last consumers were reaped: a non-durable one goes if the member that made it is gone too. */
    void endIfAbandoned(long goneToken) {
        long owner = ledger.owner();
        if (isDurable() || (owner != goneToken && destination.root().isAlive(owner))) {
            return;
        }
        ledger.consumers().guarded(() -> {
            if (tailers() == 0 && leased() == 0) {
                ledger.markDeleted();
            }
        });
    }

    /** A tailer that nobody counts, that no exclusive one keeps out, and with which no subscription goes. */
    LedgerTailer openDropper() {
        destination.root().attachedPlaces().add(ledger.directory());
        return new LedgerTailer(
                this,
                TailerOptions.DEFAULT.withGroups(TailerOptions.Groups.IGNORE),
                destination.root().newWaiter(null),
                Consumer.openUncounted(ledger));
    }

    void tailerDone() {
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
