package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;

class BrowserTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");

    private static List<String> texts(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
            texts.add(text((Message) messages.nextElement()));
        }
        return texts;
    }

    @Test
    @Checklist(78)
    void shouldLookWithoutTaking() throws JMSException {
        Session session = connect().createSession();
        send(session, queue, "a", "b");
        QueueBrowser browser = session.createBrowser(queue);
        assertThat(texts(browser)).containsExactly("a", "b");
        assertThat(texts(browser)).containsExactly("a", "b");
        assertThat(browser.getQueue()).isEqualTo(queue);
        assertThat(browser.getMessageSelector()).isNull();
        browser.close();
        browser.close();
        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
        assertThat(drain(started().createSession().createConsumer(queue))).containsExactly("a", "b");
    }

    @Test
    @Checklist(78)
    void shouldLookThroughASelector() throws JMSException {
        Session session = connect().createSession();
        for (int i = 0; i < 4; i++) {
            TextMessage message = session.createTextMessage(String.valueOf(i));
            message.setIntProperty("n", i);
            session.createProducer(queue).send(message);
        }
        QueueBrowser browser = session.createBrowser(queue, "n > 1");
        assertThat(texts(browser)).containsExactly("2", "3");
        assertThat(browser.getMessageSelector()).isEqualTo("n > 1");
    }

    @Test
    @Checklist(78)
    void shouldSayThatThereIsNoMore() throws JMSException {
        Enumeration<?> none = connect().createSession().createBrowser(queue).getEnumeration();
        assertThat(none.hasMoreElements()).isFalse();
        assertThatThrownBy(none::nextElement).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Checklist(79)
    void shouldShowNothingThatIsNotYetOrNoMoreThere() throws JMSException {
        CachedEpochClock clock = new CachedEpochClock();
        clock.update(1_000_000);
        FolioConnection connection = closing((FolioConnection) factory(clock).createConnection());
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1_000);
        producer.send(session.createTextMessage("delayed"));
        producer.setDeliveryDelay(0);
        producer.setTimeToLive(500);
        producer.send(session.createTextMessage("short-lived"));
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(transacted, queue, "uncommitted");
        QueueBrowser browser = session.createBrowser(queue);
        assertThat(texts(browser)).containsExactly("short-lived");
        transacted.commit();
        clock.update(1_001_000);
        assertThat(texts(browser)).containsExactlyInAnyOrder("delayed", "uncommitted");
    }

    @Test
    @Checklist({37, 78})
    void shouldTellHowOftenAMessageWasDelivered() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        for (Queue either : List.of(queue, transacted.createTemporaryQueue())) {
            send(transacted, either, "a", "b");
            transacted.commit();
            MessageConsumer consumer = transacted.createConsumer(either);
            assertThat(next(consumer)).isEqualTo("a");
            transacted.rollback();
            Enumeration<?> messages = transacted.createBrowser(either).getEnumeration();
            Message again = (Message) messages.nextElement();
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
            Message untouched = (Message) messages.nextElement();
            assertThat(untouched.getJMSRedelivered()).isFalse();
            assertThat(untouched.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        }
    }

    @Test
    @Checklist(80)
    void shouldRefuseNoQueueAndABadSelector() throws JMSException {
        Session session = connect().createSession();
        assertThatThrownBy(() -> session.createBrowser(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(null, "a = 1")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(queue, "a =")).isInstanceOf(InvalidSelectorException.class);
    }
}
