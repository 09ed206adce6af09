package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

@Checklist(41)
class DeadLetterTest extends ProviderTest {
    private final Queue queue = new FolioQueue("orders");
    private final Queue dead = new FolioQueue("DLQ.orders");

    private static void rollBack(Session session, MessageConsumer consumer, int times) throws JMSException {
        for (int i = 0; i < times; i++) {
            assertThat(consumer.receive(SOON)).isNotNull();
            session.rollback();
        }
    }

    @Test
    void shouldMoveWhatFailedTooOften() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=2");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        TextMessage poison = session.createTextMessage("poison");
        poison.setStringProperty("p", "kept");
        poison.setJMSCorrelationID("c");
        session.createProducer(queue).send(poison, 2, 7, 3_600_000);
        send(session, queue, "good");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        rollBack(session, consumer, 3);
        assertThat(next(consumer)).isEqualTo("good");
        session.commit();
        Message buried = connection.createSession().createConsumer(dead).receive(SOON);
        assertThat(text(buried)).isEqualTo("poison");
        assertThat(buried.getStringProperty("p")).isEqualTo("kept");
        assertThat(buried.getJMSCorrelationID()).isEqualTo("c");
        assertThat(buried.getJMSMessageID()).isEqualTo(poison.getJMSMessageID());
        assertThat(buried.getJMSTimestamp()).isEqualTo(poison.getJMSTimestamp());
        assertThat(buried.getJMSPriority()).isEqualTo(7);
        assertThat(buried.getJMSExpiration()).isZero();
        assertThat(buried.getJMSDestination()).isEqualTo(dead);
        assertThat(buried.getJMSRedelivered()).isFalse();
        assertThat(buried.getStringProperty("JMS_Folio_DLQ_origin")).isEqualTo("queue://orders");
        assertThat(buried.getIntProperty("JMS_Folio_DLQ_attempts")).isEqualTo(3);
    }

    @Test
    void shouldNameTheExceptionOfTheListener() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=1");
        AtomicInteger calls = new AtomicInteger();
        connection.createSession().createConsumer(queue).setMessageListener(message -> {
            calls.incrementAndGet();
            throw new IllegalArgumentException("expected by the test");
        });
        Session session = connection.createSession();
        send(session, queue, "poison");
        Message buried = session.createConsumer(dead).receive(SOON);
        assertThat(calls).hasValue(2);
        assertThat(buried.getStringProperty("JMS_Folio_DLQ_cause"))
                .isEqualTo("java.lang.IllegalArgumentException: expected by the test");
        assertThat(buried.getStringProperty("JMS_Folio_DLQ_stack")).contains("DeadLetterTest");
    }

    @Test
    void shouldMoveTheOriginalNotWhatTheClientChanged() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0");
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "original");
        TextMessage message = (TextMessage) session.createConsumer(queue).receive(SOON);
        message.clearBody();
        message.setText("changed");
        session.recover();
        assertThat(next(session.createConsumer(dead))).isEqualTo("original");
    }

    @Test
    void shouldMoveWhatNobodyLivedToFail() throws JMSException {
        for (int i = 0; i < 2; i++) {
            FolioConnection connection = started("redelivery.maximumRedeliveries=1");
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            if (i == 0) {
                send(session, queue, "poison");
            }
            assertThat(next(session.createConsumer(queue))).isEqualTo("poison");
            connection.close();
        }
        Session session = started("redelivery.maximumRedeliveries=1").createSession();
        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
        assertThat(next(session.createConsumer(dead))).isEqualTo("poison");
    }

    @Test
    void shouldUseTheQueueOfTheSettings() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0", "deadLetter=dead/%7Bname%7D/x");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, queue, "poison");
        session.commit();
        rollBack(session, session.createConsumer(queue), 1);
        assertThat(next(session.createConsumer(new FolioQueue("dead/orders/x"))))
                .isEqualTo("poison");
    }

    @Test
    void shouldDiscardWhenThereIsNoQueue() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0", "deadLetter=none");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, queue, "poison");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        rollBack(session, consumer, 1);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldNotMoveWhatIsInADeadLetterQueue() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, dead, "poison");
        session.commit();
        rollBack(session, session.createConsumer(dead), 3);
        assertThat(next(session.createConsumer(dead))).isEqualTo("poison");
    }

    @Test
    void shouldMoveFromASubscription() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Topic topic = new FolioTopic("prices");
        MessageConsumer subscriber = session.createConsumer(topic);
        MessageConsumer other = session.createConsumer(topic);
        send(session, topic, "poison");
        session.commit();
        rollBack(session, subscriber, 1);
        assertThat(subscriber.receiveNoWait()).isNull();
        assertThat(next(other)).isEqualTo("poison");
        session.commit();
        Message buried = session.createConsumer(new FolioQueue("DLQ.prices")).receive(SOON);
        assertThat(buried.getStringProperty("JMS_Folio_DLQ_origin")).isEqualTo("topic://prices");
    }

    @Test
    void shouldDelayRedeliveriesAsThePolicySays() throws JMSException {
        CachedEpochClock clock = new CachedEpochClock();
        clock.update(1_000_000);
        FolioConnection connection = closing((FolioConnection)
                factory(clock, "redelivery[ord*].initialRedeliveryDelay=100", "redelivery[ord*].redeliveryDelay=500")
                        .createConnection());
        connection.start();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, queue, "a");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        rollBack(session, consumer, 1);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(1_000_100);
        rollBack(session, consumer, 1);
        clock.update(1_000_599);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(1_000_600);
        assertThat(consumer.receive(SOON).getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
    }

    @Test
    @Checklist(18)
    void shouldMoveAndTellWhatCannotBeRead() throws JMSException {
        FolioConnection connection = started();
        AtomicInteger told = new AtomicInteger();
        connection.setExceptionListener(failure -> told.incrementAndGet());
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            store.queue("orders").newAppender().append(new Record().kind((byte) 99));
        }
        Session session = connection.createSession();
        send(session, queue, "good");
        assertThat(next(session.createConsumer(queue))).isEqualTo("good");
        await().until(() -> told.get() == 1);
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            assertThat(store.queue("DLQ.orders").subscription().depth()).isEqualTo(1);
            assertThat(store.queue("orders").subscription().depth()).isZero();
        }
        assertThat(session.createConsumer(dead).receiveNoWait()).isNull();
    }

    @Test
    void shouldTellAndKeepWhatCannotBeMoved() throws JMSException {
        FolioConnection connection =
                started("redelivery.maximumRedeliveries=0", "limit.maxDepth=1", "limit.overflow=fail");
        AtomicInteger told = new AtomicInteger();
        connection.setExceptionListener(failure -> told.incrementAndGet());
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, dead, "fills it");
        send(session, queue, "poison");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        rollBack(session, consumer, 1);
        await().until(() -> told.get() == 1);
        assertThat(next(session.createConsumer(dead))).isEqualTo("fills it");
        session.commit();
        await().until(() -> consumer.receiveNoWait() == null
                && session.createBrowser(dead).getEnumeration().hasMoreElements());
        assertThat(next(session.createConsumer(dead))).isEqualTo("poison");
    }
}
