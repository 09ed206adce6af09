package io.foliomq.perf.contender;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

final class JmsSender implements Sender {
    private final Setup setup;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final byte[] rest;
    private final @Nullable BytesMessage refilled;
    private final int batch;
    private int uncommitted;

    JmsSender(JmsProvider provider, Setup setup) {
        this.setup = setup;
        batch = setup.traffic().batch();
        rest = new byte[setup.size() - Long.BYTES];
        Arrays.fill(rest, (byte) 'x');
        try {
            connection = JmsConnections.open(provider, setup, null);
            session = connection.createSession(setup.traffic().isTransacted(), Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(
                    setup.traffic().topic() ? session.createTopic(Setup.NAME) : session.createQueue(Setup.NAME));
            refilled = setup.traffic().refilled() ? session.createBytesMessage() : null;
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    @Override
    public void send(long stamp) {
        try {
            BytesMessage message = empty();
            message.writeLong(stamp);
            message.writeBytes(rest);
            producer.send(message);
            if (batch > 1 && ++uncommitted == batch) {
                session.commit();
                uncommitted = 0;
            }
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    private BytesMessage empty() throws JMSException {
        BytesMessage message = refilled;
        if (message == null) {
            return session.createBytesMessage();
        }
        message.clearBody();
        return message;
    }

    @Override
    public void close() {
        JmsConnections.close(connection, setup);
    }
}
