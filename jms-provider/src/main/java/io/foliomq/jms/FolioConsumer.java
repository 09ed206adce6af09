package io.foliomq.jms;

import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.session.Intake;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.jspecify.annotations.Nullable;

/** A consumer of a queue or of a subscription. Used by one thread at a time; {@link #close()} by any. */
public final class FolioConsumer implements QueueReceiver, TopicSubscriber {
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Intake intake;
    private final FolioDestination destination;
    private final @Nullable String selector;
    private final boolean noLocal;

    FolioConsumer(Intake intake, FolioDestination destination, @Nullable String selector, boolean noLocal) {
        this.intake = intake;
        this.destination = destination;
        this.selector = selector == null || selector.isBlank() ? null : selector;
        this.noLocal = noLocal;
    }

    Intake intake() {
        return intake;
    }

    /** The time-out of a receive, in which 0 means for ever, in nanoseconds. */
    static long nanos(long timeoutMs) {
        if (timeoutMs == 0) {
            return FOR_EVER;
        }
        return timeoutMs > FOR_EVER / NANOS_PER_MS ? FOR_EVER : timeoutMs * NANOS_PER_MS;
    }

    @Override
    public @Nullable Message receive() throws JMSException {
        return intake.receive(FOR_EVER);
    }

    @Override
    public @Nullable Message receive(long timeout) throws JMSException {
        return intake.receive(nanos(timeout));
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
        return intake.receive(0);
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        intake.requireNotClosed();
        return selector;
    }

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        intake.requireNotClosed();
        return intake.listener();
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        intake.listener(listener);
    }

    @Override
    public Queue getQueue() throws JMSException {
        return as(Queue.class);
    }

    @Override
    public Topic getTopic() throws JMSException {
        return as(Topic.class);
    }

    private <D extends Destination> D as(Class<D> type) throws JMSException {
        intake.requireNotClosed();
        if (!type.isInstance(destination)) {
            throw new InvalidDestinationException(
                    "destination of the consumer: value=" + destination + ", wanted=" + type.getSimpleName());
        }
        return type.cast(destination);
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        intake.requireNotClosed();
        return noLocal;
    }

    @Override
    public void close() throws JMSException {
        intake.close();
    }
}
