package io.foliomq.jms;

import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.destination.GivenName;
import io.foliomq.jms.destination.SubscriptionSpec;
import io.foliomq.jms.message.MessageFactory;
import io.foliomq.jms.session.AcknowledgeMode;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A session: it translates and delegates. Used by one thread at a time; {@link #close()} by any. */
public sealed class FolioSession implements QueueSession, TopicSession permits FolioXASession {
    private final SessionScope scope;
    private final Domain domain;

    FolioSession(SessionScope scope, Domain domain) {
        this.scope = scope;
        this.domain = domain;
    }

    SessionScope scope() {
        return scope;
    }

    // ---- messages

    private MessageFactory messages() throws IllegalStateException {
        scope.requireNotClosed();
        return scope.connection().messages();
    }

    @Override
    public Message createMessage() throws JMSException {
        return messages().createMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return messages().createTextMessage(null);
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) throws JMSException {
        return messages().createTextMessage(text);
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return messages().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return messages().createMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return messages().createStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return messages().createObjectMessage(null);
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
        return messages().createObjectMessage(object);
    }

    // ---- state

    @Override
    public boolean getTransacted() throws JMSException {
        scope.requireNotClosed();
        return scope.mode() == AcknowledgeMode.TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        scope.requireNotClosed();
        return scope.mode().code();
    }

    @Override
    public void commit() throws JMSException {
        scope.commit();
    }

    @Override
    public void rollback() throws JMSException {
        scope.rollback();
    }

    @Override
    public void recover() throws JMSException {
        scope.recover();
    }

    @Override
    public void close() throws JMSException {
        scope.close();
    }

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        scope.requireNotClosed();
        return scope.listener();
    }

    /** For server sessions (specification section 11.2): the listener of what a connection consumer loads. */
    @Override
    public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        scope.requireNotClosed();
        scope.listener(listener);
    }

    /** For server sessions: calls the session's own listener, on this thread, for what a connection consumer has loaded. */
    @Override
    public void run() {
        scope.run();
    }

    // ---- producers

    @Override
    public FolioProducer createProducer(@Nullable Destination destination) throws JMSException {
        scope.requireNotClosed();
        FolioDestination target = destination == null ? null : FolioDestination.from(destination);
        if (target != null) {
            scope.connection().requireExisting(target);
        }
        return new FolioProducer(scope, target);
    }

    @Override
    public FolioProducer createSender(@Nullable Queue queue) throws JMSException {
        return createProducer(queue);
    }

    @Override
    public FolioProducer createPublisher(@Nullable Topic topic) throws JMSException {
        return createProducer(topic);
    }

    // ---- consumers

    @Override
    public FolioConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public FolioConsumer createConsumer(Destination destination, @Nullable String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public FolioConsumer createConsumer(Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        scope.requireNotClosed();
        FolioDestination from = FolioDestination.from(destination);
        if (from instanceof FolioTopic topic) {
            domain.requireTopics("createConsumer of a topic");
            return consumer(SubscriptionSpec.unshared(topic, clientId(), selector, noLocal));
        }
        domain.requireQueues("createConsumer of a queue");
        return new FolioConsumer(scope.openQueue(from, selector), from, selector, false);
    }

    @Override
    public FolioConsumer createReceiver(Queue queue) throws JMSException {
        return createConsumer(queue, null, false);
    }

    @Override
    public FolioConsumer createReceiver(Queue queue, @Nullable String selector) throws JMSException {
        return createConsumer(queue, selector, false);
    }

    @Override
    public FolioConsumer createSubscriber(Topic topic) throws JMSException {
        return createConsumer(topic, null, false);
    }

    @Override
    public FolioConsumer createSubscriber(Topic topic, @Nullable String selector, boolean noLocal) throws JMSException {
        return createConsumer(topic, selector, noLocal);
    }

    @Override
    public FolioConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public FolioConsumer createSharedConsumer(Topic topic, String name, @Nullable String selector) throws JMSException {
        FolioTopic from = subscribable(topic, "createSharedConsumer");
        return consumer(SubscriptionSpec.shared(from, name, clientId(), selector));
    }

    @Override
    public FolioConsumer createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public FolioConsumer createDurableSubscriber(Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return createDurableConsumer(topic, name, selector, noLocal);
    }

    @Override
    public FolioConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public FolioConsumer createDurableConsumer(Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        FolioTopic from = subscribable(topic, "createDurableConsumer").requireLasting();
        return consumer(SubscriptionSpec.unsharedDurable(from, name, clientId(), selector, noLocal));
    }

    @Override
    public FolioConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public FolioConsumer createSharedDurableConsumer(Topic topic, String name, @Nullable String selector)
            throws JMSException {
        FolioTopic from = subscribable(topic, "createSharedDurableConsumer").requireLasting();
        return consumer(SubscriptionSpec.sharedDurable(from, name, clientId(), selector));
    }

    private @Nullable String clientId() {
        return scope.connection().clientId();
    }

    private FolioTopic subscribable(@Nullable Topic topic, String method) throws JMSException {
        scope.requireNotClosed();
        domain.requireTopics(method);
        return FolioTopic.from(topic);
    }

    private FolioConsumer consumer(SubscriptionSpec spec) throws JMSException {
        return new FolioConsumer(scope.openTopic(spec), spec.topic(), spec.selector(), spec.noLocal());
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        scope.requireNotClosed();
        domain.requireTopics("unsubscribe");
        scope.connection().unsubscribe(name);
    }

    // ---- browsers and destinations

    @Override
    public FolioBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public FolioBrowser createBrowser(Queue queue, @Nullable String selector) throws JMSException {
        scope.requireNotClosed();
        domain.requireQueues("createBrowser");
        if (!(FolioDestination.from(queue) instanceof FolioQueue ours)) {
            throw new InvalidDestinationException("destination: value=" + queue + ", accepted=a queue");
        }
        return FolioBrowser.open(scope, ours, selector);
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        scope.requireNotClosed();
        domain.requireQueues("createQueue");
        return GivenName.queue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        scope.requireNotClosed();
        domain.requireTopics("createTopic");
        return GivenName.topic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        scope.requireNotClosed();
        domain.requireQueues("createTemporaryQueue");
        return scope.connection().newTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        scope.requireNotClosed();
        domain.requireTopics("createTemporaryTopic");
        return scope.connection().newTemporaryTopic();
    }
}
