package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Browser;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredMessagesTest {
    @TempDir
    Path directory;

    private Store store;
    private StoredMessages messages;
    private FolioConnectionFactory factory;

    @BeforeEach
    void open() {
        store = Store.open(StoreOptions.at(directory).withSegmentBytes(1 << 20).withDiskReserveBytes(0));
        messages = new StoredMessages(store);
        factory = new FolioConnectionFactory("folio:" + directory + "?redelivery.maximumRedeliveries=0&linger=0");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(String queue, String text, int n) {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().setProperty("n", n).setJMSType("kind").send(context.createQueue(queue), text);
        }
    }

    private void sendBytesThatAreNoMessage(String queue) {
        Record record = new Record();
        record.buffer().putBytes(record.payloadOffset(), new byte[] {99, 99, 99});
        Appender appender = store.queue(queue).newAppender();
        appender.append(record.payloadLength(3));
    }

    @Test
    void shouldReadARecordAsTheMessageThatItIs() throws JMSException {
        send("q", "hello", 7);
        try (Browser browser = store.queue("q").subscription().browse(null)) {
            Message message = messages.read(store.queue("q"), browser.next());
            assertThat(((TextMessage) message).getText()).isEqualTo("hello");
            assertThat(message.getIntProperty("n")).isEqualTo(7);
            assertThat(message.getJMSDestination()).hasToString("queue://q");
            try (JMSContext context = factory.createContext()) {
                Message received =
                        context.createConsumer(context.createQueue("q")).receive(5_000);
                assertThat(message.getJMSMessageID()).isEqualTo(received.getJMSMessageID());
            }
        }
    }

    @Test
    void shouldWantWhatTheSelectorMatchesAndNothingUnreadable() throws JMSException {
        sendBytesThatAreNoMessage("q");
        send("q", "one", 1);
        send("q", "two", 2);
        try (Browser browser = store.queue("q").subscription().browse(messages.filter("n = 2 OR n IS NULL"))) {
            assertThat(messages.read(store.queue("q"), browser.next()).getIntProperty("n"))
                    .isEqualTo(2);
            assertThat(browser.next()).isNull();
        }
        assertThat(messages.filter(null)).isNull();
        assertThatThrownBy(() -> messages.filter("n =")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void shouldMakeADeadLetterWhatItWasBefore() throws JMSException {
        send("q", "poison", 3);
        String id;
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            var consumer = context.createConsumer(context.createQueue("q"));
            id = consumer.receive(5_000).getJMSMessageID();
            context.rollback();
            assertThat(consumer.receiveNoWait()).isNull();
        }
        try (Tailer tailer = store.queue("DLQ.q").subscription().openTailer(TailerOptions.DEFAULT)) {
            var delivery = tailer.poll(5_000_000_000L);
            assertThat(messages.originOf(delivery.record())).contains("queue://q");
            store.queue("r").newAppender().append(messages.revived(delivery.record()));
            tailer.acknowledge(delivery.lease());
        }
        try (JMSContext context = factory.createContext()) {
            Message revived = context.createConsumer(context.createQueue("r")).receive(5_000);
            assertThat(revived.getJMSMessageID()).isEqualTo(id);
            assertThat(revived.getBody(String.class)).isEqualTo("poison");
            assertThat(revived.getJMSType()).isEqualTo("kind");
            Enumeration<?> names = revived.getPropertyNames();
            assertThat(Collections.list(names).stream().map(String::valueOf))
                    .containsExactlyInAnyOrder("n", "JMSXDeliveryCount");
        }
    }

    @Test
    void shouldFindNoOriginInAMessageThatIsNoDeadLetter() throws JMSException {
        send("q", "hello", 1);
        try (Browser browser = store.queue("q").subscription().browse(null)) {
            assertThat(messages.originOf(browser.next())).isEmpty();
        }
    }
}
