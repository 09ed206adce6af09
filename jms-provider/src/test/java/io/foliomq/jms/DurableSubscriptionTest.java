package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurableSubscriptionTest extends ProviderTest {
    private final Topic topic = new FolioTopic("t");
    private final Topic other = new FolioTopic("other");
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = started("jms.clientID=me");
        session = connection.createSession();
    }

    private void reopen() throws JMSException {
        connection.close();
        open();
    }

    private void publish(String... texts) throws JMSException {
        send(session, topic, texts);
    }

    @Test
    @Checklist(110)
    void shouldKeepMessagesWhileNobodyConsumesAndOverARestart() throws JMSException {
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        publish("a");
        assertThat(next(consumer)).isEqualTo("a");
        consumer.close();
        publish("b");
        reopen();
        publish("c");
        TopicSubscriber subscriber = session.createDurableSubscriber(topic, "s");
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(drain(subscriber)).containsExactly("b", "c");
    }

    @Test
    @Checklist(110)
    void shouldNeedAClientId() throws JMSException {
        Session nameless = connect().createSession();
        assertThatThrownBy(() -> nameless.createDurableConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nameless.createDurableSubscriber(topic, "s"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist(110)
    void shouldHaveOneConsumerAtATime() throws JMSException {
        MessageConsumer first = session.createDurableConsumer(topic, "s");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession().createDurableSubscriber(topic, "s", "a = 1", false))
                .isInstanceOf(JMSException.class);
        first.close();
        session.createDurableConsumer(topic, "s");
    }

    @Test
    @Checklist({110, 20, 38})
    void shouldGiveBackWhatWasNotAcknowledged() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic, "s");
        publish("a", "b");
        next(consumer);
        reopen();
        Message again = session.createDurableConsumer(topic, "s").receive(SOON);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    @Checklist(111)
    void shouldBeginAnewOnAnotherTopic() throws JMSException {
        session.createDurableConsumer(topic, "s").close();
        publish("lost");
        MessageConsumer moved = session.createDurableConsumer(other, "s");
        publish("not for it");
        send(session, other, "for it");
        assertThat(drain(moved)).containsExactly("for it");
        moved.close();
        reopen();
        MessageConsumer back = session.createDurableConsumer(topic, "s");
        assertThat(drain(back)).isEmpty();
    }

    @Test
    @Checklist(111)
    void shouldBeginAnewWithAnotherSelectorOrNoLocal() throws JMSException {
        session.createDurableConsumer(topic, "s", "a IS NULL", false).close();
        publish("lost");
        session.createDurableConsumer(topic, "s", "b IS NULL", false).close();
        publish("kept");
        MessageConsumer same = session.createDurableConsumer(topic, "s", "b IS NULL", false);
        assertThat(drain(same)).containsExactly("kept");
        same.close();
        publish("lost too");
        assertThat(drain(session.createDurableConsumer(topic, "s", "b IS NULL", true)))
                .isEmpty();
    }

    @Test
    @Checklist(112)
    void shouldBeUnsubscribedWhenNothingIsOpen() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic, "s");
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        publish("a");
        Message message = consumer.receive(SOON);
        consumer.close();
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        message.acknowledge();
        session.unsubscribe("s");
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(InvalidDestinationException.class);
        publish("lost");
        assertThat(drain(session.createDurableConsumer(topic, "s"))).isEmpty();
    }

    @Test
    @Checklist(112)
    void shouldSayThatThereIsNoneOfThatName() {
        assertThatThrownBy(() -> session.unsubscribe("nobody")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.unsubscribe(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.unsubscribe("")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(115)
    void shouldNotBeSharedAndUnsharedUnderOneName() throws JMSException {
        session.createDurableConsumer(topic, "s").close();
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(JMSException.class);
        session.createSharedDurableConsumer(topic, "shared").close();
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "shared")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, "shared"))
                .isInstanceOf(JMSException.class);
    }

    @Test
    @Checklist(115)
    void shouldCoexistWithASharedOneThatIsNotDurable() throws JMSException {
        MessageConsumer durable = session.createDurableConsumer(topic, "s");
        MessageConsumer shared = session.createSharedConsumer(topic, "s");
        publish("a");
        assertThat(next(durable)).isEqualTo("a");
        assertThat(next(shared)).isEqualTo("a");
    }

    @Test
    @Checklist(116)
    void shouldLeaveOutEveryConnectionOfItsClientId() throws JMSException {
        session.createDurableConsumer(topic, "s", null, true).close();
        publish("mine before");
        reopen();
        publish("mine after");
        send(started("jms.clientID=you").createSession(), topic, "yours");
        assertThat(drain(session.createDurableConsumer(topic, "s", null, true))).containsExactly("yours");
    }

    @Test
    @Checklist({110, 117})
    void shouldTakeNamesOfManyKinds() throws JMSException {
        for (String name : new String[] {"a_b.c-d9", "x".repeat(128), "ä 名", "a/b:c"}) {
            session.createDurableConsumer(topic, name).close();
        }
        publish("a");
        assertThat(drain(session.createDurableConsumer(topic, "a_b.c-d9"))).containsExactly("a");
        assertThat(drain(session.createDurableConsumer(topic, "x".repeat(128)))).containsExactly("a");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, null)).isInstanceOf(JMSException.class);
    }

    @Test
    @Checklist(110)
    void shouldNotSubscribeDurablyToATemporaryTopic() throws JMSException {
        Topic temporary = session.createTemporaryTopic();
        assertThatThrownBy(() -> session.createDurableConsumer(temporary, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(temporary, "s"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(110)
    void shouldKeepWhatASelectorMatchesWhileNobodyConsumes() throws JMSException {
        session.createDurableConsumer(topic, "s", "n > 0", false).close();
        for (int i = 0; i < 3; i++) {
            TextMessage message = session.createTextMessage(String.valueOf(i));
            message.setIntProperty("n", i);
            session.createProducer(topic).send(message);
        }
        MessageConsumer consumer = session.createDurableConsumer(topic, "s", "n > 0", false);
        assertThat(consumer.getMessageSelector()).isEqualTo("n > 0");
        assertThat(drain(consumer)).containsExactly("1", "2");
    }
}
