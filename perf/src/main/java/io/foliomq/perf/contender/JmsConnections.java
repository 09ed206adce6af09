package io.foliomq.perf.contender;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections to providers, which start a broker with the first connection to a directory and stop it with the last. Thread-safe. */
final class JmsConnections {
    private static final Map<Path, Shared> BROKERS = new HashMap<>();

    private JmsConnections() {}

    private static final class Shared {
        private final Broker broker;
        private int connections;

        Shared(Broker broker) {
            this.broker = broker;
        }
    }

    /** @param clientId null: none */
    static Connection open(JmsProvider provider, Setup setup, @Nullable String clientId) throws JMSException {
        synchronized (BROKERS) {
            Shared shared = BROKERS.get(setup.directory());
            if (shared == null) {
                shared = new Shared(start(provider, setup));
                BROKERS.put(setup.directory(), shared);
            }
            shared.connections++;
            Connection connection = shared.broker.factory().createConnection();
            if (clientId != null) {
                connection.setClientID(clientId);
            }
            connection.start();
            return connection;
        }
    }

    static void close(Connection connection, Setup setup) {
        synchronized (BROKERS) {
            try {
                connection.close();
                Shared shared = BROKERS.get(setup.directory());
                if (shared != null && --shared.connections == 0) {
                    BROKERS.remove(setup.directory());
                    shared.broker.close();
                }
            } catch (JMSException e) {
                throw unchecked(e);
            }
        }
    }

    private static Broker start(JmsProvider provider, Setup setup) throws JMSException {
        try {
            return provider.start(setup);
        } catch (Exception e) {
            JMSException failure = new JMSException("broker does not start: provider=" + provider + ", cause=" + e);
            failure.setLinkedException(e);
            throw failure;
        }
    }

    static JMSRuntimeException unchecked(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}
