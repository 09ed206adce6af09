package io.foliomq.perf.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.concurrent.Callable;

/** What connections of one provider to one directory share. */
record Broker(ConnectionFactory factory, Callable<?> stop) {
    void close() throws JMSException {
        try {
            stop.call();
        } catch (Exception e) {
            JMSException failure = new JMSException("broker does not stop: cause=" + e);
            failure.setLinkedException(e);
            throw failure;
        }
    }
}
