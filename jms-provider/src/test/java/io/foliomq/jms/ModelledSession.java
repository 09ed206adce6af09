package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.ModelledQueue.Entry;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A session with one consumer beside the model of what it should see and do. */
final class ModelledSession {
    /** Acknowledges each message by itself, as in ActiveMQ. */
    static final int INDIVIDUAL = 4;

    private static final String ODD = "odd = TRUE";

    private final Session session;
    private final int mode;
    private final Destination destination;
    private final ModelledQueue model;
    private final Map<Entry, Message> held = new LinkedHashMap<>();
    private final List<Entry> unsent = new ArrayList<>();
    private MessageConsumer consumer;
    private boolean oddOnly;

    ModelledSession(Connection connection, int mode, Destination destination, boolean oddOnly, ModelledQueue model)
            throws JMSException {
        this.session = connection.createSession(mode);
        this.mode = mode;
        this.destination = destination;
        this.model = model;
        this.oddOnly = oddOnly;
        this.consumer = session.createConsumer(destination, oddOnly ? ODD : null);
    }

    void reopenConsumer(boolean newOddOnly) throws JMSException {
        consumer.close();
        oddOnly = newOddOnly;
        consumer = session.createConsumer(destination, oddOnly ? ODD : null);
    }

    void send(Entry entry) throws JMSException {
        TextMessage message = session.createTextMessage(String.valueOf(entry.number));
        message.setBooleanProperty("odd", entry.odd);
        try (var producer = session.createProducer(destination)) {
            producer.send(message, DeliveryMode.PERSISTENT, entry.priority, 0);
        }
        if (mode == Session.SESSION_TRANSACTED) {
            unsent.add(entry);
        } else {
            model.add(entry);
        }
    }

    void receive() throws JMSException {
        Optional<Entry> expected = model.next(oddOnly);
        Message received = consumer.receiveNoWait();
        assertThat(received != null).as("there is a message").isEqualTo(expected.isPresent());
        if (received == null) {
            return;
        }
        Entry entry = expected.orElseThrow();
        entry.deliveries++;
        assertThat(((TextMessage) received).getText()).isEqualTo(String.valueOf(entry.number));
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(entry.deliveries);
        assertThat(received.getJMSRedelivered()).isEqualTo(entry.deliveries > 1);
        if (mode == Session.AUTO_ACKNOWLEDGE || mode == Session.DUPS_OK_ACKNOWLEDGE) {
            model.settle(entry);
        } else {
            entry.isOut = true;
            held.put(entry, received);
        }
    }

    /** Commits, or acknowledges by one of the messages. */
    void acknowledge(Random random) throws JMSException {
        if (mode == Session.SESSION_TRANSACTED) {
            session.commit();
            unsent.forEach(model::add);
            unsent.clear();
        } else if (!held.isEmpty()) {
            Entry any = new ArrayList<>(held.keySet()).get(random.nextInt(held.size()));
            held.get(any).acknowledge();
            if (mode == INDIVIDUAL) {
                held.remove(any);
                model.settle(any);
                return;
            }
        }
        held.keySet().forEach(model::settle);
        held.clear();
    }

    void recover() throws JMSException {
        if (mode == Session.SESSION_TRANSACTED) {
            session.rollback();
        } else {
            session.recover();
        }
        giveBack();
    }

    void close() throws JMSException {
        session.close();
        giveBack();
    }

    private void giveBack() {
        unsent.clear();
        held.keySet().forEach(model::giveBack);
        held.clear();
    }

    @Override
    public String toString() {
        return "mode=" + mode + " odd=" + oddOnly;
    }
}
