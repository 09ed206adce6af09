package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProducerTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        session = started().createSession();
    }

    @Test
    @Checklist(50)
    void shouldHaveTheDefaultsOfTheSpecification() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(4);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDeliveryDelay()).isZero();
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
        assertThat(producer.getDestination()).isEqualTo(queue);
        assertThat(session.createProducer(null).getDestination()).isNull();
    }

    @Test
    @Checklist(50)
    void shouldTakeLegalValuesAndRefuseOthers() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(9);
        producer.setTimeToLive(10_000);
        producer.setDeliveryDelay(7);
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        assertThatThrownBy(() -> producer.setDeliveryMode(0)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setPriority(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSException.class);
        Message message = session.createMessage();
        assertThatThrownBy(() -> producer.send(message, 3, 4, 0)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(message, 2, 10, 0)).isInstanceOf(JMSException.class);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(9);
        assertThat(producer.getTimeToLive()).isEqualTo(10_000);
        assertThat(producer.getDeliveryDelay()).isEqualTo(7);
        assertThat(producer.getDisableMessageID()).isTrue();
        assertThat(producer.getDisableMessageTimestamp()).isTrue();
    }

    @Test
    @Checklist(51)
    void shouldRefuseTheSendsOfTheOtherKindOfProducer() throws JMSException {
        Message message = session.createMessage();
        MessageProducer fixed = session.createProducer(queue);
        MessageProducer open = session.createProducer(null);
        assertThatThrownBy(() -> fixed.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fixed.send(queue, message, 2, 4, 0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> open.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> open.send(message, 2, 4, 0)).isInstanceOf(UnsupportedOperationException.class);
        open.send(queue, session.createTextMessage("open"));
        assertThat(next(session.createConsumer(queue))).isEqualTo("open");
    }

    @Test
    @Checklist(52)
    void shouldRefuseNoDestinationAndNoMessage() throws JMSException {
        MessageProducer open = session.createProducer(null);
        MessageProducer fixed = session.createProducer(queue);
        assertThatThrownBy(() -> open.send(null, session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> open.send(new Destination() {}, session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createProducer(new Destination() {}))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> fixed.send(null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> open.send(queue, (Message) null)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Checklist({53, 54})
    void shouldSetTheHeadersWhateverTheMessageSays() throws JMSException {
        TextMessage message = session.createTextMessage("a");
        message.setJMSPriority(9);
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSExpiration(1);
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);
        message.setJMSDestination(new FolioQueue("other"));
        long before = System.currentTimeMillis();
        session.createProducer(queue).send(message, DeliveryMode.PERSISTENT, 3, 60_000);
        long after = System.currentTimeMillis();
        Message received = session.createConsumer(queue).receive(SOON);
        for (Message either : new Message[] {message, received}) {
            assertThat(either.getJMSDestination()).isEqualTo(queue);
            assertThat(either.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(either.getJMSPriority()).isEqualTo(3);
            assertThat(either.getJMSTimestamp()).isBetween(before, after);
            assertThat(either.getJMSExpiration()).isEqualTo(either.getJMSTimestamp() + 60_000);
            assertThat(either.getJMSDeliveryTime()).isEqualTo(either.getJMSTimestamp());
            assertThat(either.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
        }
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Checklist(55)
    void shouldSetIdAndTimestampThoughTheyAreHintedAway() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Message message = session.createMessage();
            producer.send(message);
            assertThat(message.getJMSTimestamp()).isPositive();
            ids.add(message.getJMSMessageID());
        }
        assertThat(ids).hasSize(2).doesNotContainNull();
    }

    @Test
    @Checklist({56, 57})
    void shouldNotShareTheMessageWithWhatIsSent() throws JMSException {
        FolioConnection other = started();
        BytesMessage message = other.createSession().createBytesMessage();
        byte[] bytes = {1, 2, 3};
        message.writeBytes(bytes);
        MessageProducer producer = session.createProducer(queue);
        producer.send(message);
        String firstId = message.getJMSMessageID();
        bytes[0] = 9;
        message.clearBody();
        message.writeByte((byte) 7);
        producer.send(message);
        assertThat(message.getJMSMessageID()).isNotEqualTo(firstId);
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receive(SOON).getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat(consumer.receive(SOON).getBody(byte[].class)).containsExactly(7);
    }

    @Test
    @Checklist({57})
    void shouldSendAReceivedMessageOn() throws JMSException {
        send(session, queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);
        Message received = consumer.receive(SOON);
        String id = received.getJMSMessageID();
        session.createProducer(queue).send(received);
        Message again = consumer.receive(SOON);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSMessageID()).isNotEqualTo(id);
        assertThat(again.getJMSRedelivered()).isFalse();
    }

    @Test
    @Checklist(58)
    void shouldKeepPersistentMessagesOverARestart() throws JMSException {
        send(session, queue, "a", "b");
        closeConnections();
        Session later = started().createSession();
        assertThat(drain(later.createConsumer(queue))).containsExactly("a", "b");
    }

    private void closeConnections() throws JMSException {
        ((FolioSession) session).scope().connection().close();
    }

    @Test
    @Checklist(89)
    void shouldGiveEachMessageAnIdOfItsOwn() throws JMSException {
        Set<String> ids = new HashSet<>();
        for (int connections = 0; connections < 3; connections++) {
            Session other = connect().createSession();
            MessageProducer producer = other.createProducer(queue);
            for (int i = 0; i < 100; i++) {
                Message message = other.createMessage();
                producer.send(message);
                ids.add(message.getJMSMessageID());
            }
        }
        assertThat(ids).hasSize(300).allMatch(id -> id.startsWith("ID:"));
    }

    @Test
    @Checklist(52)
    void shouldRefuseANameThatIsTooLong() throws JMSException {
        Queue longest = new FolioQueue("q".repeat(1024));
        send(session, longest, "a");
        assertThat(next(session.createConsumer(longest))).isEqualTo("a");
        Queue tooLong = new FolioQueue("q".repeat(1025));
        assertThatThrownBy(() -> send(session, tooLong, "a")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(tooLong)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(tooLong).getEnumeration())
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(89)
    void shouldTellMessagesOfTwoStoresApart() throws JMSException {
        String here = firstIdIn("here");
        String there = firstIdIn("there");
        String behindStore = here.substring("ID:".length() + 16);
        assertThat(there).startsWith("ID:").endsWith(behindStore).isNotEqualTo(here);
    }

    private String firstIdIn(String store) throws JMSException {
        try (Connection connection =
                new FolioConnectionFactory("folio:" + directory.resolve(store)).createConnection()) {
            Session sender = connection.createSession();
            Message message = sender.createMessage();
            sender.createProducer(queue).send(message);
            return message.getJMSMessageID();
        }
    }

    @Test
    @Checklist(96)
    void shouldSetNoPropertiesButThoseOfTheDelivery() throws JMSException {
        Message message = session.createTextMessage("a");
        message.setStringProperty("own", "x");
        message.setStringProperty("JMSXGroupID", "g");
        session.createProducer(queue).send(message);
        Enumeration<?> names = session.createConsumer(queue).receive(SOON).getPropertyNames();
        assertThat(Collections.list(names))
                .map(String::valueOf)
                .containsExactlyInAnyOrder("own", "JMSXGroupID", "JMSXDeliveryCount", "JMSXGroupFirstForConsumer");
    }

    @Test
    @Checklist(50)
    void shouldSayThatADestinationIsFull() throws JMSException {
        Session limited = connect("limit.maxDepth=2", "limit.overflow=fail").createSession();
        Queue small = limited.createQueue("small");
        send(limited, small, "a", "b");
        assertThatThrownBy(() -> send(limited, small, "c")).isInstanceOf(ResourceAllocationException.class);
    }

    @Test
    @Checklist(97)
    void shouldSayThatAMessageIsTooLarge() throws JMSException {
        FolioConnection small = closing((FolioConnection)
                new FolioConnectionFactory("folio:" + directory.resolve("small") + "?segmentBytes=1m&largestMessage=1m")
                        .createConnection());
        Session smallSession = small.createSession();
        assertThatThrownBy(() -> send(smallSession, queue, "x".repeat(2_000_000)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("too large");
    }

    @Test
    @Checklist({50, 54})
    void shouldHandleLargeAndEmptyBodies() throws JMSException {
        String large = "äöü€𝄞".repeat(200_000);
        send(session, queue, large, "");
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(next(consumer)).isEqualTo(large);
        assertThat(next(consumer)).isEmpty();
    }
}
