package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Test;

@Checklist({77, 120})
class RequestorTest extends ProviderTest {
    @Test
    void shouldAskAQueue() throws JMSException {
        FolioConnection connection = started();
        FolioQueue queue = new FolioQueue("q");
        answer(connection, queue);
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueRequestor requestor = new QueueRequestor(session, queue);
        assertThat(text(requestor.request(session.createTextMessage("one")))).isEqualTo("re: one");
        assertThat(text(requestor.request(session.createTextMessage("two")))).isEqualTo("re: two");
        requestor.close();
        assertThatThrownBy(() -> new QueueRequestor(connection.createQueueSession(false, 1), null))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldAskATopic() throws JMSException {
        FolioConnection connection = started();
        FolioTopic topic = new FolioTopic("t");
        answer(connection, topic);
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicRequestor requestor = new TopicRequestor(session, topic);
        assertThat(text(requestor.request(session.createTextMessage("one")))).isEqualTo("re: one");
        requestor.close();
    }

    private static void answer(FolioConnection connection, Destination from) throws JMSException {
        Session session = connection.createSession();
        session.createConsumer(from).setMessageListener(question -> {
            try {
                send(session, question.getJMSReplyTo(), "re: " + text(question));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }
}
