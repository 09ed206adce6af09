package io.foliomq.jms;

import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.destination.SubscriptionSpec;
import io.foliomq.jms.session.AcknowledgeMode;
import io.foliomq.jms.session.ConnectionScope;
import io.foliomq.jms.session.JmsExceptions;
import io.foliomq.jms.session.ServerSessions;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection: an attachment of this process to a store. Thread-safe. It is stopped when it is new, and detaches when it is closed; whoever
 * forgets to close it leaves that to the end of the process. Its threads do not keep the JVM alive.
 */
public sealed class FolioConnection implements QueueConnection, TopicConnection permits FolioXAConnection {
    private final ConnectionScope scope;
    private final Domain domain;
    private final boolean hasFixedClientId;

    FolioConnection(ConnectionScope scope, Domain domain) {
        this.scope = scope;
        this.domain = domain;
        this.hasFixedClientId = scope.clientId() != null;
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        return newSession(AcknowledgeMode.of(sessionMode), Domain.ANY);
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return newSession(mode(transacted, acknowledgeMode), Domain.ANY);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return newSession(mode(transacted, acknowledgeMode), Domain.QUEUE);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return newSession(mode(transacted, acknowledgeMode), Domain.TOPIC);
    }

    private static AcknowledgeMode mode(boolean transacted, int acknowledgeMode) throws JMSException {
        if (transacted) {
            return AcknowledgeMode.TRANSACTED;
        }
        AcknowledgeMode mode = AcknowledgeMode.of(acknowledgeMode);
        if (mode == AcknowledgeMode.TRANSACTED) {
            throw new JMSException("session mode: transacted=false, acknowledgeMode=" + acknowledgeMode
                    + ", accepted=1 (auto) 2 (client) 3 (dups ok) 4 101 (individual)");
        }
        return mode;
    }

    private FolioSession newSession(AcknowledgeMode mode, Domain sessionDomain) throws JMSException {
        scope.requireNotClosed();
        scope.used();
        return new FolioSession(scope.newSession(mode), sessionDomain);
    }

    /** A session whose making does not count as a first action. */
    SessionScope newContextSession(AcknowledgeMode mode) throws JMSException {
        return scope.newSession(mode);
    }

    ConnectionScope scope() {
        return scope;
    }

    @Override
    public @Nullable String getClientID() throws JMSException {
        scope.requireNotClosed();
        return scope.clientId();
    }

    @Override
    public void setClientID(@Nullable String clientID) throws JMSException {
        scope.requireNotClosed();
        if (hasFixedClientId) {
            throw new IllegalStateException("client identifier is set by the connection factory: value="
                    + scope.clientId() + ", refused=" + clientID);
        }
        scope.clientId(clientID);
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        scope.requireNotClosed();
        return FolioVersions.INSTANCE;
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() throws JMSException {
        scope.requireNotClosed();
        return scope.exceptionListener();
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        scope.requireNotClosed();
        scope.exceptionListener(listener);
    }

    @Override
    public void start() throws JMSException {
        scope.requireNotClosed();
        scope.used();
        scope.start();
    }

    @Override
    public void stop() throws JMSException {
        scope.requireNotClosed();
        scope.used();
        scope.stop();
    }

    @Override
    public void close() throws JMSException {
        scope.close();
    }

    /** Closes for a context, whose API knows unchecked exceptions only. */
    void closeUnchecked() {
        try {
            close();
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }

    // ---- connection consumers

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        scope.requireNotClosed();
        FolioDestination from = FolioDestination.from(destination);
        if (from instanceof FolioTopic topic) {
            domain.requireTopics("createConnectionConsumer of a topic");
            return consumer(
                    SubscriptionSpec.unshared(topic, scope.clientId(), messageSelector, false), pool, maxMessages);
        }
        domain.requireQueues("createConnectionConsumer of a queue");
        scope.used();
        ServerSessions sessions = FolioConnectionConsumer.sessionsOf(pool, scope, maxMessages);
        return new FolioConnectionConsumer(scope.openQueue(from, messageSelector, sessions, maxMessages), pool);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) queue, messageSelector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) topic, messageSelector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        FolioTopic from = lasting(topic, "createDurableConnectionConsumer");
        return consumer(
                SubscriptionSpec.unsharedDurable(from, name, scope.clientId(), messageSelector, false),
                pool,
                maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        FolioTopic from = subscribable(topic, "createSharedConnectionConsumer");
        return consumer(SubscriptionSpec.shared(from, name, scope.clientId(), messageSelector), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, @Nullable String messageSelector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        FolioTopic from = lasting(topic, "createSharedDurableConnectionConsumer");
        return consumer(
                SubscriptionSpec.sharedDurable(from, name, scope.clientId(), messageSelector), pool, maxMessages);
    }

    private ConnectionConsumer consumer(SubscriptionSpec spec, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        scope.used();
        ServerSessions sessions = FolioConnectionConsumer.sessionsOf(pool, scope, maxMessages);
        return new FolioConnectionConsumer(scope.openTopic(spec, sessions, maxMessages), pool);
    }

    private FolioTopic subscribable(@Nullable Topic topic, String method) throws JMSException {
        scope.requireNotClosed();
        domain.requireTopics(method);
        return FolioTopic.from(topic);
    }

    private FolioTopic lasting(@Nullable Topic topic, String method) throws JMSException {
        return subscribable(topic, method).requireLasting();
    }
}
