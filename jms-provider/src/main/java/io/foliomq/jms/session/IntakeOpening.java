package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.SubscriptionSpec;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** From what an application wants to consume to an {@link Intake} on it. Takes no lock while it opens. */
final class IntakeOpening {
    private final SessionScope session;

    IntakeOpening(SessionScope session) {
        this.session = session;
    }

    /** What the selector does not match stays for others. */
    Intake openQueue(FolioDestination queue, @Nullable String selector) throws JMSException {
        MessageFilter filter = MessageFilter.of(
                selector, MessageFilter.NOBODY, session.connection().newEnvelope());
        requireOwn(queue);
        try {
            ConnectionScope connection = session.connection();
            Waiter waiter = connection.newWaiter();
            TailerOptions options = new TailerOptions(filter, TailerOptions.Mismatch.SKIP, false, waiter);
            return session.add(
                    queue,
                    connection.destinations().resolve(queue).subscription().openTailer(options),
                    waiter);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** What the selector does not match is not in the subscription. */
    Intake openTopic(SubscriptionSpec spec) throws JMSException {
        ConnectionScope connection = session.connection();
        long unwanted = spec.noLocal() ? connection.senderIdentity() : MessageFilter.NOBODY;
        MessageFilter filter = MessageFilter.of(spec.selector(), unwanted, connection.newEnvelope());
        requireOwn(spec.topic());
        try {
            Waiter waiter = connection.newWaiter();
            return session.add(spec.topic(), connection.subscriptions().open(spec, filter, waiter), waiter);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    private void requireOwn(FolioDestination destination) throws InvalidDestinationException {
        if (destination.kind().isTemporary()
                && !session.connection().temporaries().owns(destination)) {
            throw new InvalidDestinationException(
                    "temporary destination is gone or belongs to another connection: destination=" + destination
                            + ", accepted=one that this connection made");
        }
    }
}
