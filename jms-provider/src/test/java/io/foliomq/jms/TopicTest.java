package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

class TopicTest extends ProviderTest {
    private final Topic topic = new FolioTopic("t");

    @Test
    @Checklist(108)
    void shouldGiveEachSubscriptionItsOwnCopy() throws JMSException {
        FolioConnection connection = started();
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Session auto = connection.createSession();
        MessageConsumer first = client.createConsumer(topic);
        MessageConsumer second = auto.createConsumer(topic);
        send(auto, topic, "a", "b");
        Message own = first.receive(SOON);
        assertThat(text(own)).isEqualTo("a");
        assertThat(drain(second)).containsExactly("a", "b");
        client.recover();
        assertThat(first.receive(SOON).getJMSRedelivered()).isTrue();
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    @Checklist(109)
    void shouldGiveAConsumerWhatIsSentWhileItIsThere() throws JMSException {
        Session session = started().createSession();
        send(session, topic, "too early");
        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "a");
        assertThat(drain(consumer)).containsExactly("a");
        consumer.close();
        send(session, topic, "too late");
        assertThat(drain(session.createConsumer(topic))).isEmpty();
    }

    @Test
    @Checklist(109)
    void shouldLeaveNoSubscriptionBehind() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession();
        session.createConsumer(topic).close();
        session.createConsumer(topic);
        connection.close();
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            assertThat(store.find(DestinationKind.TOPIC, "t").orElseThrow().subscriptions())
                    .isEmpty();
        }
    }

    @Test
    @Checklist({109, 116})
    void shouldLeaveOutTheMessagesOfItsOwnConnection() throws JMSException {
        FolioConnection mine = started();
        FolioConnection theirs = started();
        Session session = mine.createSession();
        MessageConsumer others = session.createConsumer(topic, null, true);
        MessageConsumer all = session.createConsumer(topic, "", false);
        send(mine.createSession(), topic, "mine");
        send(theirs.createSession(), topic, "theirs");
        assertThat(drain(others)).containsExactly("theirs");
        assertThat(drain(all)).containsExactly("mine", "theirs");
    }

    @Test
    @Checklist({109, 73})
    void shouldDropWhatItsSelectorDoesNotMatch() throws JMSException {
        Session session = started().createSession();
        MessageConsumer odd = session.createConsumer(topic, "n IN ('1', '3')");
        for (int i = 0; i < 4; i++) {
            TextMessage message = session.createTextMessage(String.valueOf(i));
            message.setStringProperty("n", String.valueOf(i));
            session.createProducer(topic).send(message);
        }
        assertThat(drain(odd)).containsExactly("1", "3");
    }

    @Test
    @Checklist({5, 108})
    void shouldTellWhereAMessageWasSent() throws JMSException {
        Session session = started().createSession();
        MessageConsumer consumer = session.createConsumer(topic);
        TextMessage message = session.createTextMessage("a");
        message.setJMSReplyTo(session.createQueue("replies"));
        session.createProducer(topic).send(message);
        Message received = consumer.receive(SOON);
        assertThat(received.getJMSDestination()).isEqualTo(topic).isEqualTo(message.getJMSDestination());
        assertThat(received.getJMSReplyTo()).isEqualTo(session.createQueue("replies"));
    }
}
