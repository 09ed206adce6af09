package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemporaryDestinationTest extends ProviderTest {
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = started();
        session = connection.createSession();
    }

    @Test
    @Checklist(118)
    void shouldHaveNamesOfTheirOwn() throws JMSException {
        assertThat(session.createTemporaryQueue().getQueueName())
                .isNotEqualTo(session.createTemporaryQueue().getQueueName());
        assertThat(session.createTemporaryTopic()).isNotEqualTo(session.createTemporaryTopic());
    }

    @Test
    @Checklist(118)
    void shouldBeSentToByAllAndConsumedByTheConnectionThatMadeThem() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        FolioConnection stranger = started();
        Session theirs = stranger.createSession();
        assertThatThrownBy(() -> theirs.createConsumer(queue)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> theirs.createConsumer(topic)).isInstanceOf(JMSException.class);
        MessageConsumer own = connection.createSession().createConsumer(queue);
        MessageConsumer subscriber = connection.createSession().createConsumer(topic);
        send(theirs, queue, "a");
        send(theirs, topic, "b");
        assertThat(next(own)).isEqualTo("a");
        assertThat(next(subscriber)).isEqualTo("b");
    }

    @Test
    @Checklist(119)
    void shouldBeDeletedWhenNobodyConsumes() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer receiver = session.createConsumer(queue);
        MessageConsumer subscriber = session.createConsumer(topic);
        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
        assertThatThrownBy(topic::delete).isInstanceOf(JMSException.class);
        receiver.close();
        subscriber.close();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createMessage());
        queue.delete();
        topic.delete();
        queue.delete();
        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> send(session, topic, "late")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(queue)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(119)
    void shouldGoWithTheirConnection() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        send(session, queue, "a");
        Session theirs = started().createSession();
        connection.close();
        assertThatThrownBy(() -> send(theirs, queue, "late")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(queue::delete).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist({118, 119})
    void shouldLiveLongerThanTheirSession() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        session.close();
        Session another = connection.createSession();
        send(another, queue, "a");
        assertThat(next(another.createConsumer(queue))).isEqualTo("a");
    }

    @Test
    @Checklist({120, 5})
    void shouldBeWhereRepliesGo() throws JMSException {
        Queue requests = new FolioQueue("requests");
        TemporaryQueue replies = session.createTemporaryQueue();
        TextMessage request = session.createTextMessage("question");
        request.setJMSReplyTo(replies);
        session.createProducer(requests).send(request);
        Session theirs = started().createSession();
        Message received = theirs.createConsumer(requests).receive(SOON);
        assertThat(received.getJMSReplyTo()).isEqualTo(replies);
        send(theirs, received.getJMSReplyTo(), "answer");
        assertThat(next(session.createConsumer(replies))).isEqualTo("answer");
    }

    @Test
    @Checklist(120)
    void shouldWorkWithBrowsersAndTransactions() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(transacted, queue, "a", "b");
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements())
                .isFalse();
        transacted.commit();
        assertThat(text((Message) session.createBrowser(queue).getEnumeration().nextElement()))
                .isEqualTo("a");
        MessageConsumer consumer = transacted.createConsumer(queue);
        next(consumer);
        transacted.rollback();
        assertThat(consumer.receive(SOON).getJMSRedelivered()).isTrue();
        assertThat(next(consumer)).isEqualTo("b");
        transacted.commit();
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements())
                .isFalse();
    }

    @Test
    @Checklist(119)
    void shouldBeDeletedThoughAMessageOfItIsNotAcknowledged() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        send(session, queue, "a");
        Message message = consumer.receive(SOON);
        consumer.close();
        queue.delete();
        message.acknowledge();
        client.close();
    }
}
