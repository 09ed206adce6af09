package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The store stays open for a while after the last connection; what belonged to the connection does not. */
class LingerTest extends ProviderTest {
    private static final String FOREVER = "linger=1000000";

    /** Of tests that left something behind, in the same JVM. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private final FolioQueue queue = new FolioQueue("q");

    /** The middle of a message id tells one attachment to the store from the next. */
    private String attachment(FolioConnectionFactory factory) throws JMSException {
        try (JMSContext context = factory.createContext()) {
            var message = context.createMessage();
            context.createProducer().send(queue, message);
            String id = message.getJMSMessageID();
            return id.substring(0, id.lastIndexOf('-'));
        }
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("folio") && !before.contains(thread))
                .toList();
    }

    @Test
    void shouldServeConnectionsThatComeSoonAfter() throws JMSException {
        FolioConnectionFactory factory = closing(factory(FOREVER));
        String first = attachment(factory);
        assertThat(attachment(factory)).isEqualTo(first);
        assertThat(attachment(factory)).isEqualTo(first);
    }

    @Test
    void shouldNotLingerWhenToldSo() throws JMSException {
        FolioConnectionFactory factory = factory("linger=0");
        assertThat(attachment(factory)).isNotEqualTo(attachment(factory));
    }

    @Test
    void shouldLingerForASecondByDefault() throws JMSException {
        FolioConnectionFactory factory = factory();
        String first = attachment(factory);
        assertThat(attachment(factory)).isEqualTo(first);
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThat(attachment(factory)).isNotEqualTo(first);
    }

    @Test
    void shouldLeaveNoThreadBehindItsFactory() throws JMSException {
        FolioConnectionFactory factory = factory(FOREVER);
        attachment(factory);
        assertThat(threads()).isNotEmpty();
        factory.close();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void shouldKeepConnectionsThatOutliveTheirFactory() throws JMSException {
        FolioConnectionFactory factory = factory(FOREVER);
        FolioConnection connection = closing((FolioConnection) factory.createConnection());
        factory.close();
        factory.close();
        send(connection.createSession(), queue, "a");
        connection.close();
        assertThat(attachment(factory)).isNotBlank();
        factory.close();
    }

    @Test
    void shouldGiveTheClientIdBackWithTheConnection() throws JMSException {
        FolioConnectionFactory factory = closing(factory(FOREVER, "jms.clientID=me"));
        factory.createConnection().close();
        FolioConnection again = closing((FolioConnection) factory.createConnection());
        assertThat(again.getClientID()).isEqualTo("me");
    }

    @Test
    void shouldDeleteTemporaryDestinationsWithTheConnection() throws JMSException {
        FolioConnectionFactory factory = closing(factory(FOREVER));
        FolioConnection first = (FolioConnection) factory.createConnection();
        TemporaryQueue temporary = first.createSession().createTemporaryQueue();
        first.close();
        FolioConnection second = closing((FolioConnection) factory.createConnection());
        Assertions.assertThatThrownBy(() -> send(second.createSession(), temporary, "late"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldGiveUnacknowledgedMessagesBackWithTheConnection() throws JMSException {
        FolioConnectionFactory factory = closing(factory(FOREVER));
        FolioConnection first = (FolioConnection) factory.createConnection();
        first.start();
        var session = first.createSession(jakarta.jms.Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a");
        assertThat(next(session.createConsumer(queue))).isEqualTo("a");
        first.close();
        FolioConnection second = closing((FolioConnection) factory.createConnection());
        second.start();
        var again = second.createSession().createConsumer(queue).receive(SOON);
        assertThat(again.getJMSRedelivered()).isTrue();
    }
}
