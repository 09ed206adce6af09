package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedSubscriptionTest extends ProviderTest {
    private final Topic topic = new FolioTopic("t");
    private final Topic other = new FolioTopic("other");
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = started();
        session = connection.createSession();
    }

    @Test
    @Checklist({113, 117})
    void shouldGiveEachMessageToOneOfItsConsumers() throws JMSException {
        MessageConsumer first = session.createSharedConsumer(topic, "s");
        MessageConsumer second = started().createSession().createSharedConsumer(topic, "s");
        send(session, topic, "a", "b", "c");
        assertThat(next(first)).isEqualTo("a");
        assertThat(next(second)).isEqualTo("b");
        assertThat(next(first)).isEqualTo("c");
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    @Checklist(113)
    void shouldGoWithItsLastConsumer() throws JMSException {
        MessageConsumer first = session.createSharedConsumer(topic, "s");
        MessageConsumer second = session.createSharedConsumer(topic, "s");
        first.close();
        send(session, topic, "a");
        assertThat(next(second)).isEqualTo("a");
        send(session, topic, "lost");
        second.close();
        assertThat(drain(session.createSharedConsumer(topic, "s"))).isEmpty();
    }

    @Test
    @Checklist({71, 113})
    void shouldGoWithItsLastConsumerThoughItsMessagesAreUnacknowledged() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer last = transacted.createSharedConsumer(topic, "s");
        send(session, topic, "taken", "lost");
        assertThat(next(last)).isEqualTo("taken");
        last.close();
        send(session, topic, "lost too");
        MessageConsumer anew = session.createSharedConsumer(topic, "s", "a IS NULL");
        MessageConsumer second = session.createSharedConsumer(topic, "s", "a IS NULL");
        send(session, topic, "a", "b");
        assertThat(next(anew)).isEqualTo("a");
        assertThat(next(second)).isEqualTo("b");
        transacted.rollback();
        assertThat(anew.receiveNoWait()).isNull();
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    @Checklist(113)
    void shouldBeAnotherOneForAnotherClientId() throws JMSException {
        MessageConsumer nameless = session.createSharedConsumer(topic, "s");
        MessageConsumer mine = started("jms.clientID=me").createSession().createSharedConsumer(topic, "s");
        send(session, topic, "a");
        assertThat(next(nameless)).isEqualTo("a");
        assertThat(next(mine)).isEqualTo("a");
    }

    @Test
    @Checklist(113)
    void shouldRefuseAnotherTopicOrSelectorWhileActive() throws JMSException {
        MessageConsumer first = session.createSharedConsumer(topic, "s", "a IS NULL");
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "s")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(other, "s", "a IS NULL"))
                .isInstanceOf(JMSException.class);
        first.close();
        session.createSharedConsumer(other, "s").close();
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "s", "a ="))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, null)).isInstanceOf(JMSException.class);
    }

    @Test
    @Checklist(114)
    void shouldBeKeptAndSharedWhenDurable() throws JMSException {
        session.createSharedDurableConsumer(topic, "s").close();
        send(session, topic, "a", "b");
        connection.close();
        open();
        MessageConsumer first = session.createSharedDurableConsumer(topic, "s");
        MessageConsumer second = connection.createSession().createSharedDurableConsumer(topic, "s");
        assertThat(next(first)).isEqualTo("a");
        assertThat(next(second)).isEqualTo("b");
    }

    @Test
    @Checklist({111, 114})
    void shouldBeginAnewWhileInactiveAndRefuseWhileActive() throws JMSException {
        MessageConsumer active = session.createSharedDurableConsumer(topic, "s");
        assertThatThrownBy(() -> session.createSharedDurableConsumer(other, "s"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s", "a = 1"))
                .isInstanceOf(JMSException.class);
        active.close();
        send(session, topic, "lost");
        session.createSharedDurableConsumer(topic, "s", "a IS NULL").close();
        send(session, topic, "kept");
        assertThat(drain(session.createSharedDurableConsumer(topic, "s", "a IS NULL")))
                .containsExactly("kept");
    }

    @Test
    @Checklist({112, 114})
    void shouldBeUnsubscribedByItsNameAlone() throws JMSException {
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, "s");
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        consumer.close();
        session.unsubscribe("s");
        send(session, topic, "lost");
        assertThat(drain(session.createSharedDurableConsumer(topic, "s"))).isEmpty();
    }

    @Test
    @Checklist(115)
    void shouldCoexistDurableAndNot() throws JMSException {
        MessageConsumer durable = session.createSharedDurableConsumer(topic, "s");
        MessageConsumer plain = session.createSharedConsumer(topic, "s", "a IS NULL");
        send(session, topic, "a");
        assertThat(next(durable)).isEqualTo("a");
        assertThat(next(plain)).isEqualTo("a");
    }
}
