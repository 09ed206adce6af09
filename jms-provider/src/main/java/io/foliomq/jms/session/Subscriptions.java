package io.foliomq.jms.session;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.NameReservation;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.SubscriptionSpec;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of topics, by the rules of specification section 8.3. A named one may be on any topic, so all are searched; what is found
 * is judged and changed under a reservation of its identity, so the rules hold over all processes.
 */
final class Subscriptions {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Store store;
    private final Destinations destinations;
    private final NanoClock clock;

    Subscriptions(Store store, Destinations destinations) {
        this.store = store;
        this.destinations = destinations;
        this.clock = store.options().nanoClock();
    }

    /** A consumer of the subscription, which is made, or replaced, as need be. */
    Tailer open(SubscriptionSpec spec, @Nullable MessageFilter filter, Waiter waiter, ConsumerPolicy policy)
            throws JMSException {
        boolean exclusive = spec.durable() && !spec.shared();
        TailerOptions options =
                policy.apply(new TailerOptions(filter, TailerOptions.Mismatch.SETTLE, exclusive, waiter));
        Destination topic = destinations.resolve(spec.topic());
        if (spec.name() == null) {
            return topic.subscribe(new SubscriptionOptions(uniqueName(), false, SubscriptionAttributes.of(spec)))
                    .openTailer(options);
        }
        if (spec.durable() && topic.isTemporary()) {
            throw new InvalidDestinationException("durable subscription of a temporary topic: topic=" + spec.topic());
        }
        try (NameReservation reservation = reserve(spec.identity())) {
            return openNamed(spec, topic, options);
        }
    }

    private String uniqueName() {
        return "consumer:" + store.incarnation() + ":" + store.nextMessageNumber();
    }

    private Tailer openNamed(SubscriptionSpec spec, Destination topic, TailerOptions options) throws JMSException {
        String attributes = SubscriptionAttributes.of(spec);
        Subscription found = spec.durable() ? find(spec.identity(), topic) : findShared(spec, topic);
        if (found != null) {
            boolean isSame =
                    found.destination().equals(topic) && found.attributes().equals(attributes);
            requireCompatible(spec, found, isSame);
            if (!isSame) {
                found.delete();
            }
        }
        return topic.subscribe(new SubscriptionOptions(nameOf(spec, found), spec.durable(), attributes))
                .openTailer(options);
    }

    private String nameOf(SubscriptionSpec spec, @Nullable Subscription found) {
        if (spec.durable()) {
            return spec.identity();
        }
        return found != null ? found.name() : spec.incarnation(store.incarnation() + "-" + store.nextMessageNumber());
    }

    private static void requireCompatible(SubscriptionSpec spec, Subscription found, boolean isSame)
            throws JMSException {
        if (SubscriptionAttributes.isShared(found.attributes()) != spec.shared()) {
            throw new IllegalStateException("durable subscription exists as " + (spec.shared() ? "unshared" : "shared")
                    + ": " + describe(spec.clientId(), spec.name()));
        }
        if (found.tailers() > 0 && !(isSame && spec.shared())) {
            throw new IllegalStateException((spec.shared()
                            ? "subscription is active with another topic or selector: "
                            : "subscription is active: ")
                    + describe(spec.clientId(), spec.name()));
        }
    }

    private static String describe(@Nullable String clientId, @Nullable String name) {
        return "name=" + name + ", clientId=" + clientId;
    }

    /** The one that has consumers: what has none any more only waits for its messages to be acknowledged, and is nobody's to join. */
    private @Nullable Subscription findShared(SubscriptionSpec spec, Destination first) {
        Subscription here = findShared(spec, first.subscriptions());
        if (here != null) {
            return here;
        }
        for (Destination topic : store.destinations(DestinationKind.TOPIC)) {
            Subscription there = findShared(spec, topic.subscriptions());
            if (there != null) {
                return there;
            }
        }
        return null;
    }

    private static @Nullable Subscription findShared(SubscriptionSpec spec, List<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            if (spec.isIncarnation(subscription.name()) && subscription.tailers() > 0) {
                return subscription;
            }
        }
        return null;
    }

    private @Nullable Subscription find(String identity, @Nullable Destination first) {
        Optional<Subscription> here = first == null ? Optional.empty() : first.subscription(identity);
        if (here.isPresent()) {
            return here.get();
        }
        for (Destination topic : store.destinations(DestinationKind.TOPIC)) {
            Optional<Subscription> there = topic.subscription(identity);
            if (there.isPresent()) {
                return there.get();
            }
        }
        return null;
    }

    /**
     * Deletes the durable subscription of this name.
     *
     * @throws InvalidDestinationException if there is none.
     */
    void unsubscribe(@Nullable String clientId, @Nullable String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new InvalidDestinationException("no durable subscription: " + describe(clientId, name));
        }
        String identity = SubscriptionSpec.durableIdentity(clientId, name);
        try (NameReservation reservation = reserve(identity)) {
            Subscription found = find(identity, null);
            if (found == null) {
                throw new InvalidDestinationException("no durable subscription: " + describe(clientId, name));
            }
            found.delete();
        }
    }

    /** Others hold it for as long as they open or delete, which is short. */
    private NameReservation reserve(String identity) throws JMSException {
        ReceiveTimer timer = new ReceiveTimer(
                clock, TimeUnit.MILLISECONDS.toNanos(store.options().sendTimeoutMillis()));
        while (true) {
            Optional<NameReservation> reservation = store.reserve("subscription/" + identity);
            if (reservation.isPresent()) {
                return reservation.get();
            }
            if (timer.isOver()) {
                throw new JMSException("subscription is being opened elsewhere: identity=" + identity + ", waitedMs="
                        + store.options().sendTimeoutMillis());
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }
}
