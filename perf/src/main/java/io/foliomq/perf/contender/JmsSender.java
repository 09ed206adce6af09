package io.foliomq.perf.contender;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Arrays;

final class JmsSender implements Sender {
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final byte[] rest;

    JmsSender(Setup setup) {
        try {
            connection = JmsFactory.at(setup).createConnection();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(session.createQueue(Setup.QUEUE));
            rest = new byte[setup.size() - Long.BYTES];
            Arrays.fill(rest, (byte) 'x');
        } catch (JMSException e) {
            throw JmsFactory.unchecked(e);
        }
    }

    @Override
    public void send(long stamp) {
        try {
            BytesMessage message = session.createBytesMessage();
            message.writeLong(stamp);
            message.writeBytes(rest);
            producer.send(message);
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
