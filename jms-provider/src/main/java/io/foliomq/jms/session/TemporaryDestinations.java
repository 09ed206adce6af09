package io.foliomq.jms.session;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioTemporaryQueue;
import io.foliomq.jms.destination.FolioTemporaryTopic;
import io.foliomq.jms.destination.TemporaryDestinationOwner;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The temporary destinations of one connection: only it consumes from them, and they go with it. Thread-safe. */
final class TemporaryDestinations implements TemporaryDestinationOwner {
    private final Store store;
    private final Lifecycle connection;
    private final Map<FolioDestination, Destination> live = new ConcurrentHashMap<>();

    TemporaryDestinations(Store store, Lifecycle connection) {
        this.store = store;
        this.connection = connection;
    }

    FolioTemporaryQueue newQueue() {
        Destination made = store.newTemporary(DestinationKind.QUEUE);
        FolioTemporaryQueue queue = new FolioTemporaryQueue(made.name(), this);
        live.put(queue, made);
        return queue;
    }

    FolioTemporaryTopic newTopic() {
        Destination made = store.newTemporary(DestinationKind.TOPIC);
        FolioTemporaryTopic topic = new FolioTemporaryTopic(made.name(), this);
        live.put(topic, made);
        return topic;
    }

    boolean owns(FolioDestination destination) {
        return live.containsKey(destination);
    }

    /** Deleting once more what is deleted does nothing. */
    @Override
    public void delete(FolioDestination destination) throws JMSException {
        connection.requireNotClosed();
        Destination found = live.get(destination);
        if (found == null) {
            return;
        }
        try {
            int consumers = consumers(found);
            if (consumers > 0) {
                throw new IllegalStateException("temporary destination has consumers: destination=" + destination
                        + ", consumers=" + consumers + ", accepted=0");
            }
            live.remove(destination);
            found.delete();
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    private static int consumers(Destination destination) {
        if (destination.kind() == DestinationKind.QUEUE) {
            return destination.subscription().tailers();
        }
        int consumers = 0;
        for (Subscription subscription : destination.subscriptions()) {
            consumers += subscription.tailers();
        }
        return consumers;
    }

    /** With the connection; what is in them goes too. */
    void deleteAll() {
        live.values().forEach(Destination::delete);
        live.clear();
    }
}
