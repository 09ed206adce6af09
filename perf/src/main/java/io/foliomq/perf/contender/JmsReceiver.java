package io.foliomq.perf.contender;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

final class JmsReceiver implements Receiver {
    private final Connection connection;
    private final MessageConsumer consumer;
    private final byte[] rest;

    JmsReceiver(Setup setup) {
        try {
            connection = JmsFactory.at(setup).createConnection();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            consumer = session.createConsumer(session.createQueue(Setup.QUEUE));
            rest = new byte[setup.size() - Long.BYTES];
            connection.start();
        } catch (JMSException e) {
            throw JmsFactory.unchecked(e);
        }
    }

    @Override
    public long receive(long timeoutNanos) {
        try {
            // 0 would mean without end.
            Message message = consumer.receive(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
            if (message == null) {
                return NOTHING;
            }
            BytesMessage bytes = (BytesMessage) message;
            long stamp = bytes.readLong();
            bytes.readBytes(rest);
            return stamp;
        } catch (JMSException e) {
            throw JmsFactory.unchecked(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            throw JmsFactory.unchecked(e);
        }
    }
}
