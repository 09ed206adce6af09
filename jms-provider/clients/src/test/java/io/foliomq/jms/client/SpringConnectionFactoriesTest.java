package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's wrappers around a connection factory, and its local transactions. */
class SpringConnectionFactoriesTest extends ClientTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 100;

    @Test
    void shouldCacheSessionsForManyThreads() throws Exception {
        CachingFactory caching = closing(new CachingFactory(factory()));
        caching.setSessionCacheSize(THREADS);
        JmsTemplate template = new JmsTemplate(caching);
        template.setReceiveTimeout(SOON.toMillis());
        List<CompletableFuture<?>> threads = new ArrayList<>();
        Set<Object> received = java.util.Collections.synchronizedSet(new HashSet<>());
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    template.convertAndSend("q", thread * MESSAGES + i + "");
                    received.add(template.receiveAndConvert("q"));
                }
            }));
        }
        for (CompletableFuture<?> thread : threads) {
            thread.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(received).hasSize(THREADS * MESSAGES);
        assertThat(caching.getCachedSessionCount()).isBetween(1, THREADS);
    }

    /** A cached consumer keeps what belongs to it: a later message with the same selector still finds it. */
    @Test
    void shouldReuseConsumersThatWereClosed() throws JMSException {
        CachingFactory caching = closing(new CachingFactory(factory()));
        JmsTemplate template = new JmsTemplate(caching);
        template.setReceiveTimeout(SOON.toMillis());
        for (int i = 0; i < 3; i++) {
            String text = "round " + i;
            template.convertAndSend("q", text, message -> {
                message.setIntProperty("n", 1);
                return message;
            });
            assertThat(template.receiveSelectedAndConvert("q", "n = 1")).isEqualTo(text);
        }
    }

    @Test
    void shouldRollBackASessionThatGoesBackToTheCache() throws JMSException {
        CachingFactory caching = closing(new CachingFactory(factory()));
        try (var connection = caching.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("never"));
        }
        new JmsTemplate(caching).convertAndSend("q", "sent");
        assertThat(drained("q")).containsExactly("sent");
    }

    @Test
    void shouldReconnectOnceItsConnectionHasFailed() throws JMSException {
        FailingFactory failing = new FailingFactory(factory());
        CachingFactory caching = closing(new CachingFactory(failing));
        caching.setReconnectOnException(true);
        JmsTemplate template = new JmsTemplate(caching);
        template.convertAndSend("q", "a");
        failing.failListeners(new JMSException("as if the store had failed"));
        template.convertAndSend("q", "b");
        assertThat(failing.connections()).isEqualTo(2);
        assertThat(drained("q")).containsExactly("a", "b");
    }

    @Test
    void shouldShareOneConnectionWithItsClientId() throws Exception {
        SingleConnectionFactory single = new SingleConnectionFactory(factory());
        closing((AutoCloseable) single::destroy);
        single.setClientId("me");
        single.afterPropertiesSet();
        JmsTemplate template = new JmsTemplate(single);
        for (int i = 0; i < 3; i++) {
            template.convertAndSend("q", "m" + i);
        }
        try (var connection = single.createConnection()) {
            assertThat(connection.getClientID()).isEqualTo("me");
        }
        assertThat(drained("q")).containsExactly("m0", "m1", "m2");
    }

    @Test
    void shouldSubscribeDurablyThroughASharedConnection() throws Exception {
        SingleConnectionFactory single = new SingleConnectionFactory(factory());
        closing((AutoCloseable) single::destroy);
        single.setClientId("me");
        single.afterPropertiesSet();
        JmsTemplate topics = new JmsTemplate(single);
        topics.setPubSubDomain(true);
        try (var connection = single.createConnection();
                Session session = connection.createSession()) {
            session.createDurableConsumer(session.createTopic("t"), "s").close();
            topics.convertAndSend("t", "kept");
            connection.start();
            MessageConsumer consumer = session.createDurableConsumer(session.createTopic("t"), "s");
            assertThat(((TextMessage) consumer.receive(SOON.toMillis())).getText())
                    .isEqualTo("kept");
            consumer.close();
            session.unsubscribe("s");
        }
    }

    @Test
    void shouldCommitAndRollBackWithSpringsTransactions() {
        ConnectionFactory factory = closing(new CachingFactory(factory()));
        JmsTemplate template = new JmsTemplate(factory);
        template.setSessionTransacted(true);
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(factory));
        transaction.executeWithoutResult(status -> {
            template.convertAndSend("q", "a");
            template.convertAndSend("other", "b");
            assertThat(drained("q")).isEmpty();
        });
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    template.convertAndSend("q", "never");
                    throw new IllegalArgumentException("thought better of it");
                }))
                .hasMessage("thought better of it");
        assertThat(drained("q")).containsExactly("a");
        assertThat(drained("other")).containsExactly("b");
    }
}
