package io.foliomq.jms.client;

import jakarta.jms.ConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Spring's caching factory, to be closed as a context closes it. */
final class CachingFactory extends CachingConnectionFactory implements AutoCloseable {
    CachingFactory(ConnectionFactory target) {
        super(target);
        afterPropertiesSet();
    }

    @Override
    public void close() {
        destroy();
    }
}
