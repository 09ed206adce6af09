package io.foliomq.jms;

import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.session.Lifecycle;
import io.foliomq.jms.session.SendOptions;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import org.jspecify.annotations.Nullable;

/** A producer, for one destination or, without one, for any. Message ids and timestamps cost nothing here: hints to leave them out are not taken. */
public final class FolioProducer implements QueueSender, TopicPublisher {
    private final SessionScope session;
    private final @Nullable FolioDestination destination;
    private final Lifecycle lifecycle = new Lifecycle("producer");
    private SendOptions options = SendOptions.DEFAULT;
    private boolean disableMessageId;
    private boolean disableTimestamp;

    FolioProducer(SessionScope session, @Nullable FolioDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    private void requireNotClosed() throws JMSException {
        lifecycle.requireNotClosed();
        session.requireNotClosed();
    }

    // ---- sending

    private FolioDestination own() throws JMSException {
        requireNotClosed();
        if (destination == null) {
            throw new UnsupportedOperationException("producer without a destination: accepted=send with a destination");
        }
        return destination;
    }

    private FolioDestination given(@Nullable Destination target) throws JMSException {
        requireNotClosed();
        if (destination != null) {
            throw new UnsupportedOperationException(
                    "producer with a destination: destination=" + destination + ", accepted=send without one");
        }
        return FolioDestination.from(target);
    }

    private void send(FolioDestination target, @Nullable Message message, SendOptions with) throws JMSException {
        session.send(target, present(message), with);
    }

    private void send(
            FolioDestination target, @Nullable Message message, SendOptions with, @Nullable CompletionListener listener)
            throws JMSException {
        if (listener == null) {
            throw new IllegalArgumentException("completion listener: value=null, accepted=a listener");
        }
        session.send(this, target, present(message), with, listener);
    }

    static Message present(@Nullable Message message) throws MessageFormatException {
        if (message == null) {
            throw new MessageFormatException("message: value=null, accepted=a message");
        }
        return message;
    }

    @Override
    public void send(Message message) throws JMSException {
        send(own(), message, options);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        send(own(), message, options.with(deliveryMode, priority, timeToLive));
    }

    @Override
    public void send(Destination target, Message message) throws JMSException {
        send(given(target), message, options);
    }

    @Override
    public void send(Destination target, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send(given(target), message, options.with(deliveryMode, priority, timeToLive));
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(own(), message, options, listener);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        send(own(), message, options.with(deliveryMode, priority, timeToLive), listener);
    }

    @Override
    public void send(Destination target, Message message, CompletionListener listener) throws JMSException {
        send(given(target), message, options, listener);
    }

    @Override
    public void send(
            Destination target,
            Message message,
            int deliveryMode,
            int priority,
            long timeToLive,
            CompletionListener listener)
            throws JMSException {
        send(given(target), message, options.with(deliveryMode, priority, timeToLive), listener);
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) queue, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) topic, message, deliveryMode, priority, timeToLive);
    }

    // ---- options

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        requireNotClosed();
        disableMessageId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireNotClosed();
        return disableMessageId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        requireNotClosed();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireNotClosed();
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        requireNotClosed();
        options = options.withDeliveryMode(deliveryMode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireNotClosed();
        return options.deliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        requireNotClosed();
        options = options.withPriority(priority);
    }

    @Override
    public int getPriority() throws JMSException {
        requireNotClosed();
        return options.priority();
    }

    @Override
    public void setTimeToLive(long timeToLive) throws JMSException {
        requireNotClosed();
        options = options.withTimeToLive(timeToLive);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireNotClosed();
        return options.timeToLiveMs();
    }

    @Override
    public void setDeliveryDelay(long deliveryDelay) throws JMSException {
        requireNotClosed();
        options = options.withDeliveryDelay(deliveryDelay);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireNotClosed();
        return options.deliveryDelayMs();
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        requireNotClosed();
        return destination;
    }

    @Override
    public @Nullable Queue getQueue() throws JMSException {
        return as(Queue.class);
    }

    @Override
    public @Nullable Topic getTopic() throws JMSException {
        return as(Topic.class);
    }

    private <D extends Destination> @Nullable D as(Class<D> type) throws JMSException {
        requireNotClosed();
        if (destination != null && !type.isInstance(destination)) {
            throw new InvalidDestinationException(
                    "destination of the producer: value=" + destination + ", wanted=" + type.getSimpleName());
        }
        return type.cast(destination);
    }

    @Override
    public void close() throws JMSException {
        session.awaitCompletions(this);
        if (lifecycle.beginClose()) {
            lifecycle.closed();
        }
    }
}
