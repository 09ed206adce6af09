package io.foliomq.jms.session;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Limits;
import io.foliomq.engine.Store;
import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.InvalidDestinationException;
import org.jspecify.annotations.Nullable;

/** From the destinations of applications to those of the store. Thread-safe. */
final class Destinations {
    /** That of the engine. */
    private static final int LONGEST_NAME = 1024;

    private final Store store;
    private final @Nullable Limits limits;

    /** @param limits for destinations that are made here, or null. */
    Destinations(Store store, @Nullable Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * The store's destination; a named one is made on first use.
     *
     * @throws InvalidDestinationException for a temporary one that is gone, and for a name that no store takes.
     */
    Destination resolve(FolioDestination destination) throws InvalidDestinationException {
        DestinationKind kind = destination.kind().isTopic() ? DestinationKind.TOPIC : DestinationKind.QUEUE;
        if (destination.kind().isTemporary()) {
            return temporary(kind, destination);
        }
        String name = destination.name();
        if (name.length() > LONGEST_NAME) {
            throw new InvalidDestinationException(
                    "destination name: characters=" + name.length() + ", accepted=up to " + LONGEST_NAME, "NAME");
        }
        return named(kind, name);
    }

    private Destination temporary(DestinationKind kind, FolioDestination destination)
            throws InvalidDestinationException {
        return store.find(kind, destination.name())
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> new InvalidDestinationException(
                        "temporary destination is gone: destination=" + destination, "DELETED"));
    }

    /** The queue that takes dead letters. */
    Destination queue(String name) {
        return named(DestinationKind.QUEUE, name);
    }

    private Destination named(DestinationKind kind, String name) {
        boolean isNew = limits != null && store.find(kind, name).isEmpty();
        Destination destination = kind == DestinationKind.TOPIC ? store.topic(name) : store.queue(name);
        if (isNew && limits != null) {
            destination.limits(limits);
        }
        return destination;
    }
}
