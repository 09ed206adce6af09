package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** The pool of pooled-jms around the plain factory. */
class PooledJmsTest extends ClientTest {
    private FailingFactory failing;
    private JmsPoolConnectionFactory pool;

    @BeforeEach
    void make() {
        failing = new FailingFactory(factory("redelivery.maximumRedeliveries=-1"));
        pool = pool(failing);
    }

    private JmsPoolConnectionFactory pool(ConnectionFactory target) {
        JmsPoolConnectionFactory made = new JmsPoolConnectionFactory();
        made.setConnectionFactory(target);
        made.setMaxConnections(2);
        closing((AutoCloseable) made::stop);
        return made;
    }

    @Test
    void shouldLendTheSameConnectionsAgain() throws JMSException {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = pool.createConnection();
                    Session session = connection.createSession()) {
                session.createProducer(session.createQueue("q")).send(session.createTextMessage("m" + i));
            }
        }
        assertThat(failing.connections()).isLessThanOrEqualTo(2);
        assertThat(drained("q")).hasSize(20);
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        JmsTemplate template = new JmsTemplate(pool);
        template.setReceiveTimeout(SOON.toMillis());
        List<Object> received = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    template.convertAndSend("q", "m");
                    received.add(template.receiveAndConvert("q"));
                }
            }));
        }
        for (CompletableFuture<?> thread : threads) {
            thread.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(received).hasSize(300).doesNotContainNull();
        assertThat(failing.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldRollBackWhatIsOpenWhenASessionGoesBack() throws JMSException {
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("never"));
        }
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("sent"));
            session.commit();
        }
        assertThat(drained("q")).containsExactly("sent");
    }

    /** The pool leaves a session as it is that comes back with messages: they stay leased, until whoever had them recovers. */
    @Test
    void shouldGiveBackWhatARecoveredSessionDidNotAcknowledge() throws JMSException {
        send("q", "a");
        for (boolean redelivered : new boolean[] {false, true}) {
            try (Connection connection = pool.createConnection();
                    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
                connection.start();
                MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
                Message message = consumer.receive(SOON.toMillis());
                assertThat(message.getJMSRedelivered()).isEqualTo(redelivered);
                session.recover();
            }
        }
    }

    @Test
    void shouldDeleteTheTemporaryQueuesOfWhoeverReturnsAConnection() throws JMSException {
        TemporaryQueue temporary;
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession()) {
            connection.start();
            temporary = session.createTemporaryQueue();
            session.createProducer(temporary).send(session.createTextMessage("reply"));
            try (MessageConsumer consumer = session.createConsumer(temporary)) {
                assertThat(((TextMessage) consumer.receive(SOON.toMillis())).getText())
                        .isEqualTo("reply");
            }
        }
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession()) {
            assertThatThrownBy(() -> session.createProducer(temporary).send(session.createTextMessage("late")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void shouldReplaceAConnectionThatFailed() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            assertThat(connection.getMetaData().getJMSProviderName()).isEqualTo("FolioMQ");
        }
        failing.failListeners(new JMSException("as if the store had failed"));
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("after"));
        }
        assertThat(drained("q")).containsExactly("after");
    }

    @Test
    void shouldReplaceConnectionsThatWereIdleTooLong() throws JMSException {
        pool.setMaxConnections(1);
        pool.setConnectionIdleTimeout(1);
        pool.setConnectionCheckInterval(5);
        pool.createConnection().close();
        soon().until(() -> pool.getNumConnections() == 0);
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("after"));
        }
        assertThat(failing.connections()).isEqualTo(2);
        assertThat(drained("q")).containsExactly("after");
    }

    @Test
    void shouldPoolContexts() throws JMSException {
        JmsPoolConnectionFactory contexts = pool(factory());
        for (int i = 0; i < 3; i++) {
            try (JMSContext context = contexts.createContext()) {
                Queue queue = context.createQueue("q");
                context.createProducer().setProperty("n", i).send(queue, "m" + i);
                Message message = context.createConsumer(queue, "n = " + i).receive(SOON.toMillis());
                assertThat(message.getBody(String.class)).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void shouldPoolAsInTheManual() throws JMSException {
        String store = url();
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(new FolioConnectionFactory(store));
        pool.setMaxConnections(2);
        new JmsTemplate(pool).convertAndSend("q", "pooled");
        pool.stop();
        assertThat(drained("q")).containsExactly("pooled");
    }

    @Test
    void shouldLetNobodyCloseWhatOthersUse() throws JMSException {
        pool.setMaxConnections(1);
        try (Connection mine = pool.createConnection();
                Session session = mine.createSession()) {
            pool.createConnection().close();
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("still here"));
        }
        assertThat(drained("q")).containsExactly("still here");
    }

    @Test
    void shouldShareProducersWithoutDestination() throws JMSException {
        pool.setUseAnonymousProducers(true);
        try (Connection connection = pool.createConnection();
                Session session = connection.createSession();
                var one = session.createProducer(session.createQueue("one"));
                var other = session.createProducer(session.createQueue("other"))) {
            one.setPriority(9);
            one.send(session.createTextMessage("1"));
            other.send(session.createTextMessage("2"));
        }
        assertThat(drained("one")).containsExactly("1");
        assertThat(drained("other")).containsExactly("2");
    }
}
