package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.SubscriptionSpec;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** From what an application wants to consume to a {@link Tailer} on it. Takes no lock while it opens. */
final class TailerOpening {
    private final ConnectionScope connection;

    TailerOpening(ConnectionScope connection) {
        this.connection = connection;
    }

    /** What the selector does not match stays for others. */
    Tailer openQueue(FolioDestination queue, @Nullable String selector, Waiter waiter) throws JMSException {
        MessageFilter filter = MessageFilter.of(selector, MessageFilter.NOBODY, connection.newEnvelope());
        requireOwn(queue);
        try {
            TailerOptions options =
                    policyOf(queue).apply(new TailerOptions(filter, TailerOptions.Mismatch.SKIP, false, waiter));
            return connection.destinations().resolve(queue).subscription().openTailer(options);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** What the selector does not match is not in the subscription. */
    Tailer openTopic(SubscriptionSpec spec, Waiter waiter) throws JMSException {
        long unwanted = spec.noLocal() ? connection.senderIdentity() : MessageFilter.NOBODY;
        MessageFilter filter = MessageFilter.of(spec.selector(), unwanted, connection.newEnvelope());
        requireOwn(spec.topic());
        try {
            return connection.subscriptions().open(spec, filter, waiter, policyOf(spec.topic()));
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    private ConsumerPolicy policyOf(FolioDestination destination) {
        return connection.settings().consumers().policyOf(destination.name()).over(destination);
    }

    private void requireOwn(FolioDestination destination) throws InvalidDestinationException {
        if (destination.kind().isTemporary() && !connection.temporaries().owns(destination)) {
            throw new InvalidDestinationException(
                    "temporary destination is gone or belongs to another connection: destination=" + destination
                            + ", accepted=one that this connection made");
        }
    }
}
