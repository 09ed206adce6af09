package io.foliomq.jms.client;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Refuses to connect while it is told so, and fails the connections that it made. */
final class FailingFactory implements ConnectionFactory {
    private final ConnectionFactory target;
    private final List<Connection> made = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean fails;

    FailingFactory(ConnectionFactory target) {
        this.target = target;
    }

    void fail(boolean on) {
        fails = on;
    }

    int failures() {
        return failures.get();
    }

    int connections() {
        return made.size();
    }

    /** As somebody would who is not their owner. */
    void closeConnections() throws JMSException {
        for (Connection connection : made) {
            connection.close();
        }
    }

    /** Tells the exception listeners of all connections. */
    void failListeners(JMSException failure) throws JMSException {
        for (Connection connection : made) {
            ExceptionListener listener = connection.getExceptionListener();
            listener.onException(failure);
        }
    }

    @Override
    public Connection createConnection() throws JMSException {
        if (fails) {
            failures.incrementAndGet();
            throw new JMSException("refused to connect");
        }
        Connection connection = target.createConnection();
        made.add(connection);
        return connection;
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return createConnection();
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw new UnsupportedOperationException();
    }
}
