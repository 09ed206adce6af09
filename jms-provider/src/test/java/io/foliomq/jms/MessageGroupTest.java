package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@Checklist(95)
class MessageGroupTest extends ProviderTest {
    private final Queue queue = new FolioQueue("orders");

    private static void sendTo(Session session, jakarta.jms.Destination to, String group, int sequence, String... texts)
            throws JMSException {
        for (String text : texts) {
            TextMessage message = session.createTextMessage(text);
            message.setStringProperty("JMSXGroupID", group);
            if (sequence != 0) {
                message.setIntProperty("JMSXGroupSeq", sequence);
            }
            session.createProducer(to).send(message);
        }
    }

    @Test
    void shouldGiveTheMessagesOfAGroupToOneConsumer() throws JMSException {
        Session first = started().createSession();
        Session second = started().createSession();
        sendTo(first, queue, "red", 0, "r1", "r2");
        sendTo(first, queue, "blue", 0, "b1", "b2");
        MessageConsumer one = first.createConsumer(queue);
        MessageConsumer two = second.createConsumer(queue);
        assertThat(next(one)).isEqualTo("r1");
        assertThat(drain(two)).containsExactly("b1", "b2");
        sendTo(second, queue, "blue", 0, "b3");
        sendTo(second, queue, "red", 0, "r3");
        assertThat(drain(one)).containsExactly("r2", "r3");
        assertThat(drain(two)).containsExactly("b3");
    }

    @Test
    void shouldMoveAGroupInOrderWhenItsConsumerCloses() throws JMSException {
        Session transacted = started().createSession(Session.SESSION_TRANSACTED);
        Session other = started().createSession();
        sendTo(other, queue, "red", 0, "r1", "r2", "r3");
        MessageConsumer one = transacted.createConsumer(queue);
        MessageConsumer two = other.createConsumer(queue);
        assertThat(next(one)).isEqualTo("r1");
        transacted.commit();
        assertThat(next(one)).isEqualTo("r2");
        one.close();
        assertThat(two.receiveNoWait()).as("while the transaction is open").isNull();
        transacted.rollback();
        assertThat(next(two)).isEqualTo("r2");
        assertThat(next(two)).isEqualTo("r3");
    }

    @Test
    void shouldCloseAGroupWithANegativeSequence() throws JMSException {
        Session first = started().createSession();
        Session second = started().createSession();
        MessageConsumer one = first.createConsumer(queue);
        MessageConsumer two = second.createConsumer(queue);
        sendTo(first, queue, "red", 1, "r1");
        assertThat(next(one)).isEqualTo("r1");
        sendTo(first, queue, "red", -1, "last");
        assertThat(two.receiveNoWait()).isNull();
        assertThat(next(one)).isEqualTo("last");
        sendTo(first, queue, "red", 1, "r2");
        assertThat(next(two)).isEqualTo("r2");
    }

    @Test
    void shouldSayThatAGroupIsNewToItsConsumer() throws JMSException {
        Session session = started().createSession();
        sendTo(session, queue, "red", 0, "r1", "r2");
        send(session, queue, "none");
        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(SOON);
        assertThat(first.getBooleanProperty("JMSXGroupFirstForConsumer")).isTrue();
        assertThat(first.propertyExists("JMSXGroupFirstForConsumer")).isTrue();
        for (int i = 0; i < 2; i++) {
            Message further = consumer.receive(SOON);
            assertThat(further.propertyExists("JMSXGroupFirstForConsumer")).isFalse();
        }
        Queue copies = new FolioQueue("copies");
        first.clearProperties();
        session.createProducer(copies).send(first);
        assertThat(session.createConsumer(copies).receive(SOON).propertyExists("JMSXGroupFirstForConsumer"))
                .isFalse();
    }

    @Test
    void shouldGroupTheMessagesOfASharedSubscription() throws JMSException {
        Topic topic = new FolioTopic("prices");
        Session session = started().createSession();
        MessageConsumer one = session.createSharedConsumer(topic, "s");
        MessageConsumer two = session.createSharedConsumer(topic, "s");
        sendTo(session, topic, "red", 0, "r1", "r2");
        sendTo(session, topic, "blue", 0, "b1");
        assertThat(next(one)).isEqualTo("r1");
        assertThat(drain(two)).containsExactly("b1");
        assertThat(drain(one)).containsExactly("r2");
    }

    @Test
    void shouldHoldAGroupWhileItsFirstMessageWaitsForRedelivery() throws JMSException {
        FolioConnection connection = started("redelivery.initialRedeliveryDelay=300");
        CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();
        Session session = connection.createSession();
        sendTo(session, queue, "red", 0, "r1", "r2");
        sendTo(session, queue, "blue", 0, "b1");
        connection.createSession().createConsumer(queue).setMessageListener(message -> {
            try {
                heard.add(text(message));
                if (heard.size() == 1) {
                    throw new IllegalArgumentException("expected by the test");
                }
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("r1", "b1", "r1", "r2");
    }

    @Test
    void shouldKeepTheGroupOfDeadLetters() throws JMSException {
        FolioConnection connection = started("redelivery.maximumRedeliveries=0");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        sendTo(session, queue, "red", 0, "r1", "r2");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 2; i++) {
            assertThat(consumer.receive(SOON)).isNotNull();
            session.rollback();
        }
        Queue dead = new FolioQueue("DLQ.orders");
        Session reader = connection.createSession();
        MessageConsumer one = reader.createConsumer(dead);
        MessageConsumer two = reader.createConsumer(dead);
        assertThat(next(one)).isEqualTo("r1");
        assertThat(two.receiveNoWait()).isNull();
        assertThat(next(one)).isEqualTo("r2");
    }

    @Test
    void shouldGiveANewConsumerItsShareOfGroupsIfItAsks() throws JMSException {
        Session session = started().createSession();
        MessageConsumer one = session.createConsumer(queue);
        List<String> groups = List.of("a", "b", "c", "d");
        for (String group : groups) {
            sendTo(session, queue, group, 0, group + 1);
        }
        assertThat(drain(one)).hasSize(4);
        MessageConsumer two =
                started("consumer[ord*].rebalanceGroups=true").createSession().createConsumer(queue);
        for (String group : groups) {
            sendTo(session, queue, group, 0, group + 2);
        }
        assertThat(two.receiveNoWait()).as("asks").isNull();
        assertThat(drain(one)).hasSize(2);
        assertThat(drain(two)).hasSize(2);
    }

    @Test
    void shouldGiveEverythingToOneConsumerOfAnExclusiveQueue() throws JMSException {
        FolioConnectionFactory bean = factory();
        bean.setExclusive("true");
        assertThat(bean.getExclusive()).isEqualTo("true");
        FolioConnection connection = closing((FolioConnection) bean.createConnection());
        connection.start();
        Session first = connection.createSession();
        Session second = started().createSession();
        Queue exclusive = second.createQueue("orders?consumer.exclusive=true");
        assertThat(exclusive).isEqualTo(queue);
        MessageConsumer one = first.createConsumer(queue);
        MessageConsumer two = second.createConsumer(exclusive);
        MessageConsumer shared = second.createConsumer(queue);
        send(second, exclusive, "a", "b");
        assertThat(next(one)).isEqualTo("a");
        assertThat(two.receiveNoWait()).isNull();
        assertThat(shared.receiveNoWait()).as("where one is exclusive").isNull();
        one.close();
        assertThat(next(two)).isEqualTo("b");
        two.close();
        send(second, queue, "c");
        assertThat(next(shared)).isEqualTo("c");
        MessageConsumer notExclusive = first.createConsumer(first.createQueue("orders?consumer.exclusive=false"));
        send(second, queue, "d");
        assertThat(next(shared)).isEqualTo("d");
        notExclusive.close();
    }
}
