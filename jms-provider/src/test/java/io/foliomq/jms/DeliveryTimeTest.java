package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryTimeTest extends ProviderTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Queue queue = new FolioQueue("q");
    private final CachedEpochClock clock = new CachedEpochClock();
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        clock.update(NOW);
        reopen();
    }

    private void reopen() throws JMSException {
        connection = closing((FolioConnection) factory(clock, "jms.clientID=me").createConnection());
        connection.start();
        session = connection.createSession();
    }

    @Test
    @Checklist(104)
    void shouldNotDeliverWhatHasExpired() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(100);
        producer.send(session.createTextMessage("old"));
        producer.setTimeToLive(0);
        Message forEver = session.createTextMessage("for ever");
        producer.send(forEver);
        assertThat(forEver.getJMSExpiration()).isZero();
        clock.update(NOW + 101);
        assertThat(drain(session.createConsumer(queue))).containsExactly("for ever");
    }

    @Test
    @Checklist(104)
    void shouldDeliverWhatHasNotExpiredYet() throws JMSException {
        Message message = session.createTextMessage("young");
        session.createProducer(queue).send(message, 2, 4, 100);
        assertThat(message.getJMSExpiration()).isEqualTo(NOW + 100);
        clock.update(NOW + 99);
        assertThat(session.createConsumer(queue).receive(SOON).getJMSExpiration())
                .isEqualTo(NOW + 100);
    }

    @Test
    @Checklist(104)
    void shouldNotOverflowALongLife() throws JMSException {
        session.createProducer(queue).send(session.createTextMessage("a"), 2, 4, Long.MAX_VALUE);
        assertThat(session.createConsumer(queue).receive(SOON).getJMSExpiration())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Checklist(105)
    void shouldExpediteHigherPriorities() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int priority = 0; priority <= 9; priority++) {
            producer.send(session.createTextMessage(String.valueOf(priority)), 2, priority, 0);
        }
        assertThat(drain(session.createConsumer(queue)))
                .containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1", "0");
    }

    @Test
    @Checklist(106)
    void shouldDeliverNothingBeforeItsTime() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1_000);
        Message delayed = session.createTextMessage("delayed");
        producer.send(delayed);
        assertThat(delayed.getJMSDeliveryTime()).isEqualTo(NOW + 1_000);
        send(session, queue, "at once");
        assertThat(drain(consumer)).containsExactly("at once");
        clock.update(NOW + 999);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(NOW + 1_000);
        assertThat(consumer.receive(SOON).getJMSDeliveryTime()).isEqualTo(NOW + 1_000);
    }

    @Test
    @Checklist({106, 110})
    void shouldDelayOnTopicsForTheSubscriptionsThatThereAreAtTheSend() throws JMSException {
        Topic topic = new FolioTopic("t");
        MessageConsumer plain = session.createConsumer(topic);
        MessageConsumer durable = session.createDurableConsumer(topic, "durable");
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(1_000);
        producer.send(session.createTextMessage("a"));
        MessageConsumer late = session.createConsumer(topic);
        assertThat(plain.receiveNoWait()).isNull();
        assertThat(durable.receiveNoWait()).isNull();
        clock.update(NOW + 1_000);
        assertThat(next(plain)).isEqualTo("a");
        assertThat(next(durable)).isEqualTo("a");
        assertThat(late.receiveNoWait()).isNull();
    }

    @Test
    @Checklist({106, 49})
    void shouldDelayInATransaction() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        producer.setDeliveryDelay(1_000);
        producer.send(transacted.createTextMessage("a"));
        transacted.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(NOW + 1_000);
        assertThat(next(consumer)).isEqualTo("a");
    }

    @Test
    @Checklist(107)
    void shouldKeepDelaysOverARestart() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1_000);
        producer.send(session.createTextMessage("a"));
        connection.close();
        reopen();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(NOW + 1_000);
        assertThat(next(consumer)).isEqualTo("a");
    }
}
