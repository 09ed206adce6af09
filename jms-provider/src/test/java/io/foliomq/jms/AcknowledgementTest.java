package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");

    private static int count(Message message) throws JMSException {
        return message.getIntProperty("JMSXDeliveryCount");
    }

    private static String described(Message message) {
        try {
            return text(message) + ":" + message.getJMSRedelivered() + ":" + count(message);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @Checklist({33, 35})
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeWhatAReceiveReturned(int mode) throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(mode);
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(SOON);
        assertThat(described(first)).isEqualTo("a:false:1");
        first.acknowledge();
        session.recover();
        session.close();
        assertThat(drain(connection.createSession().createConsumer(queue))).containsExactly("b");
    }

    @ParameterizedTest
    @Checklist({33, 35})
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeWhatAListenerHandled(int mode) throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(mode);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        session.createConsumer(queue).setMessageListener(message -> heard.add(described(message)));
        send(connection.createSession(), queue, "a", "b");
        await().until(() -> heard.size() == 2);
        session.close();
        assertThat(heard).containsExactly("a:false:1", "b:false:1");
        assertThat(drain(connection.createSession().createConsumer(queue))).isEmpty();
    }

    @Test
    @Checklist(34)
    void shouldAcknowledgeEverythingTheSessionDelivered() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue other = session.createQueue("other");
        send(session, queue, "a", "b", "c");
        send(session, other, "x");
        MessageConsumer consumer = session.createConsumer(queue);
        next(consumer);
        next(session.createConsumer(other));
        consumer.receive(SOON).acknowledge();
        session.close();
        Session later = connection.createSession();
        assertThat(drain(later.createConsumer(queue))).containsExactly("c");
        assertThat(drain(later.createConsumer(other))).isEmpty();
    }

    @ParameterizedTest
    @Checklist(41)
    @ValueSource(ints = {4, 101})
    void shouldAcknowledgeOneMessageInTheIndividualModes(int mode) throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(mode);
        send(session, queue, "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        next(consumer);
        Message second = consumer.receive(SOON);
        next(consumer);
        second.acknowledge();
        second.acknowledge();
        session.recover();
        assertThat(drain(consumer)).containsExactly("a", "c");
        session.close();
        assertThat(drain(connection.createSession().createConsumer(queue))).containsExactly("a", "c");
    }

    @Test
    @Checklist({36, 37})
    void shouldDeliverAgainFromTheFirstUnacknowledgedMessage() throws JMSException {
        Session session = started().createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(described(consumer.receive(SOON))).isEqualTo("a:false:1");
        assertThat(described(consumer.receive(SOON))).isEqualTo("b:false:1");
        session.recover();
        assertThat(described(consumer.receive(SOON))).isEqualTo("a:true:2");
        session.recover();
        assertThat(described(consumer.receive(SOON))).isEqualTo("a:true:3");
        assertThat(described(consumer.receive(SOON))).isEqualTo("b:true:2");
        assertThat(described(consumer.receive(SOON))).isEqualTo("c:false:1");
        session.recover();
        consumer.receive(SOON).acknowledge();
        assertThat(described(consumer.receive(SOON))).isEqualTo("b:true:3");
    }

    @Test
    @Checklist(36)
    void shouldRefuseToRecoverATransactedSession() throws JMSException {
        Session session = connect().createSession(Session.SESSION_TRANSACTED);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist({36, 37})
    void shouldDeliverAgainWhatAListenerRecovered() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add(described(message));
            if (heard.size() == 2) {
                recover(session);
            }
        });
        send(connection.createSession(), queue, "a", "b", "c");
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("a:false:1", "b:false:1", "b:true:2", "c:false:1");
    }

    private static void recover(Session session) {
        try {
            session.recover();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Checklist({20, 37, 38})
    void shouldGiveBackAsRedeliveredWhatAClosedSessionDidNotAcknowledge() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b");
        next(session.createConsumer(queue));
        session.close();
        MessageConsumer later = connection.createSession().createConsumer(queue);
        assertThat(described(later.receive(SOON))).isEqualTo("a:true:2");
        assertThat(described(later.receive(SOON))).isEqualTo("b:false:1");
    }

    @Test
    @Checklist(39)
    void shouldRedeliverTheOriginalNotWhatTheClientChanged() throws JMSException {
        Session session = started().createSession(Session.CLIENT_ACKNOWLEDGE);
        TextMessage sent = session.createTextMessage("original");
        sent.setStringProperty("p", "original");
        session.createProducer(queue).send(sent);
        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage first = (TextMessage) consumer.receive(SOON);
        first.clearBody();
        first.setText("changed");
        first.clearProperties();
        session.recover();
        TextMessage again = (TextMessage) consumer.receive(SOON);
        assertThat(again.getText()).isEqualTo("original");
        assertThat(again.getStringProperty("p")).isEqualTo("original");
    }

    @Test
    @Checklist({40, 37})
    void shouldDeliverAgainAtOnceWhenAListenerThrowsInAutoMode() throws JMSException {
        FolioConnection connection = started();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        connection.createSession().createConsumer(queue).setMessageListener(message -> {
            heard.add(described(message));
            if (heard.size() <= 2) {
                throw new RuntimeException("expected by the test");
            }
        });
        send(connection.createSession(), queue, "a", "b");
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("a:false:1", "a:true:2", "a:true:3", "b:false:1");
    }

    @ParameterizedTest
    @Checklist(40)
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldGoOnWithTheNextMessageWhenAListenerThrowsInOtherModes(int mode) throws JMSException {
        FolioConnection connection = started();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        connection.createSession(mode).createConsumer(queue).setMessageListener(message -> {
            heard.add(described(message));
            throw new RuntimeException("expected by the test");
        });
        send(connection.createSession(), queue, "a", "b");
        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("a:false:1", "b:false:1");
    }

    @Test
    @Checklist({34, 21})
    void shouldRefuseToAcknowledgeForAClosedSession() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a");
        Message message = session.createConsumer(queue).receive(SOON);
        session.close();
        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist({71, 34})
    void shouldKeepWhatAClosedConsumerDeliveredUntilTheSessionAcknowledges() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = consumer.receive(SOON);
        consumer.close();
        MessageConsumer other = connection.createSession().createConsumer(queue);
        assertThat(drain(other)).containsExactly("b");
        message.acknowledge();
        session.close();
        assertThat(drain(other)).isEmpty();
    }
}
