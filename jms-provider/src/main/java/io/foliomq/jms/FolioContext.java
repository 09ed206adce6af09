package io.foliomq.jms;

import io.foliomq.jms.session.AcknowledgeMode;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A session, and a share in its connection: the connection closes with the last context on it. */
public sealed class FolioContext implements JMSContext permits FolioXAContext {
    private final FolioConnection connection;
    private final AtomicInteger contextsOnConnection;
    private final FolioSession session;
    private volatile boolean autoStart = true;
    private boolean closed;

    FolioContext(FolioConnection connection, AtomicInteger contextsOnConnection, FolioSession session) {
        this.connection = connection;
        this.contextsOnConnection = contextsOnConnection;
        this.session = session;
    }

    /** The first context on a connection; the connection is closed if there is no such mode. */
    static FolioContext on(FolioConnection connection, int sessionMode) throws JMSException {
        try {
            return on(connection, new AtomicInteger(), sessionMode);
        } catch (JMSException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static FolioContext on(FolioConnection connection, AtomicInteger contexts, int sessionMode)
            throws JMSException {
        AcknowledgeMode mode = AcknowledgeMode.of(sessionMode);
        FolioSession session = new FolioSession(connection.newContextSession(mode), Domain.ANY);
        contexts.incrementAndGet();
        return new FolioContext(connection, contexts, session);
    }

    FolioSession session() {
        return session;
    }

    // ---- connection

    @Override
    public JMSContext createContext(int sessionMode) {
        return Unchecked.call(() -> {
            session.scope().requireNotClosed();
            connection.scope().used();
            return on(connection, contextsOnConnection, sessionMode);
        });
    }

    @Override
    public @Nullable String getClientID() {
        return Unchecked.callForNullable(() -> {
            session.scope().requireNotClosed();
            return connection.getClientID();
        });
    }

    @Override
    public void setClientID(@Nullable String clientID) {
        Unchecked.step(() -> {
            session.scope().requireNotClosed();
            connection.setClientID(clientID);
        });
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return Unchecked.call(() -> {
            session.scope().requireNotClosed();
            return connection.getMetaData();
        });
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() {
        return Unchecked.callForNullable(() -> {
            session.scope().requireNotClosed();
            return connection.getExceptionListener();
        });
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) {
        Unchecked.step(() -> {
            session.scope().requireNotClosed();
            connection.setExceptionListener(listener);
        });
    }

    @Override
    public void start() {
        Unchecked.step(() -> {
            session.scope().requireNotClosed();
            connection.start();
        });
    }

    @Override
    public void stop() {
        Unchecked.step(() -> {
            session.scope().requireNotClosed();
            connection.stop();
        });
    }

    @Override
    public void setAutoStart(boolean autoStart) {
        Unchecked.step(session.scope()::requireNotClosed);
        this.autoStart = autoStart;
    }

    @Override
    public boolean getAutoStart() {
        Unchecked.step(session.scope()::requireNotClosed);
        return autoStart;
    }

    @Override
    public void close() {
        Unchecked.step(() -> {
            session.close();
            if (isFirstClose() && contextsOnConnection.decrementAndGet() == 0) {
                connection.close();
            }
        });
    }

    private synchronized boolean isFirstClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    // ---- messages

    @Override
    public BytesMessage createBytesMessage() {
        return Unchecked.call(session::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return Unchecked.call(session::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return Unchecked.call(session::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return Unchecked.call(() -> session.createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) {
        return Unchecked.call(() -> session.createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return Unchecked.call(session::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        return Unchecked.call(() -> session.createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) {
        return Unchecked.call(() -> session.createTextMessage(text));
    }

    // ---- session

    @Override
    public boolean getTransacted() {
        return Unchecked.call(session::getTransacted);
    }

    @Override
    public int getSessionMode() {
        return Unchecked.call(session::getAcknowledgeMode);
    }

    @Override
    public void commit() {
        Unchecked.step(session::commit);
    }

    @Override
    public void rollback() {
        Unchecked.step(session::rollback);
    }

    @Override
    public void recover() {
        Unchecked.step(session::recover);
    }

    @Override
    public void acknowledge() {
        Unchecked.step(session.scope()::acknowledge);
    }

    @Override
    public JMSProducer createProducer() {
        Unchecked.step(session.scope()::requireNotClosed);
        connection.scope().used();
        return new FolioContextProducer(session.scope());
    }

    // ---- consumers

    private JMSConsumer consumer(Unchecked.Call<FolioConsumer> call) {
        return Unchecked.call(() -> {
            connection.scope().used();
            FolioConsumer consumer = call.run();
            if (autoStart) {
                connection.start();
            }
            return new FolioContextConsumer(consumer);
        });
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session.createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, @Nullable String selector) {
        return consumer(() -> session.createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, @Nullable String selector, boolean noLocal) {
        return consumer(() -> session.createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session.createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, @Nullable String selector, boolean noLocal) {
        return consumer(() -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, @Nullable String selector) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session.createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, @Nullable String selector) {
        return consumer(() -> session.createSharedConsumer(topic, name, selector));
    }

    @Override
    public void unsubscribe(String name) {
        connection.scope().used();
        Unchecked.step(() -> session.unsubscribe(name));
    }

    // ---- browsers and destinations

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, @Nullable String selector) {
        connection.scope().used();
        return Unchecked.call(() -> session.createBrowser(queue, selector));
    }

    @Override
    public Queue createQueue(String name) {
        return Unchecked.call(() -> session.createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return Unchecked.call(() -> session.createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        connection.scope().used();
        return Unchecked.call(session::createTemporaryQueue);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        connection.scope().used();
        return Unchecked.call(session::createTemporaryTopic);
    }
}
