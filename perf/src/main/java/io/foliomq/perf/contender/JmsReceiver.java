package io.foliomq.perf.contender;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

final class JmsReceiver implements Receiver {
    private final Setup setup;
    private final Connection connection;
    private final Session session;
    private final MessageConsumer consumer;
    private final byte[] rest;
    private final int batch;
    private int uncommitted;

    JmsReceiver(JmsProvider provider, Setup setup, int number) {
        this.setup = setup;
        batch = setup.traffic().batch();
        rest = new byte[setup.size() - Long.BYTES];
        try {
            boolean topic = setup.traffic().topic();
            connection = JmsConnections.open(provider, setup, topic ? "receiver" + number : null);
            session = connection.createSession(setup.traffic().isTransacted(), Session.AUTO_ACKNOWLEDGE);
            consumer = topic
                    ? session.createDurableConsumer(session.createTopic(Setup.NAME), "subscription" + number)
                    : session.createConsumer(session.createQueue(Setup.NAME));
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    @Override
    public long receive(long timeoutNanos) {
        try {
            // 0 would mean without end.
            Message message = timeoutNanos <= 0
                    ? consumer.receiveNoWait()
                    : consumer.receive(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
            if (message == null) {
                return NOTHING;
            }
            BytesMessage bytes = (BytesMessage) message;
            long stamp = bytes.readLong();
            bytes.readBytes(rest);
            settle();
            return stamp;
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    private void settle() throws JMSException {
        if (batch > 1 && ++uncommitted == batch) {
            session.commit();
            uncommitted = 0;
        }
    }

    @Override
    public void close() {
        JmsConnections.close(connection, setup);
    }
}
