package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Spring's two listener containers: scaling, redelivery, stopping, shutting down, and coming back after failures. */
class ListenerContainerTest extends ClientTest {
    private static final String THRICE = "redelivery.maximumRedeliveries=2";

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final MessageListener collecting = message -> received.add(text(message));

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private DefaultMessageListenerContainer polling(Object listener, ConnectionFactory factory) {
        return of(new DefaultMessageListenerContainer(), listener, factory);
    }

    private <C extends AbstractMessageListenerContainer> C of(C container, Object listener, ConnectionFactory factory) {
        container.setConnectionFactory(factory);
        container.setDestinationName("q");
        container.setMessageListener(listener);
        if (container instanceof DefaultMessageListenerContainer polling) {
            polling.setReceiveTimeout(200);
            polling.setBackOff(new FixedBackOff(20, FixedBackOff.UNLIMITED_ATTEMPTS));
        }
        return container;
    }

    private <C extends AbstractMessageListenerContainer> C started(C container) {
        closing((AutoCloseable) container::destroy);
        container.afterPropertiesSet();
        container.start();
        return container;
    }

    @Test
    void shouldScaleWithTheLoad() {
        CountDownLatch gate = new CountDownLatch(1);
        var container = polling(
                (MessageListener) message -> {
                    pass(gate);
                    received.add(text(message));
                },
                factory());
        container.setConcurrency("3-6");
        container.setIdleReceivesPerTaskLimit(1);
        started(container);
        soon().until(() -> container.getScheduledConsumerCount() == 3);
        send("q", numbers(30));
        soon().until(() -> container.getActiveConsumerCount() == 6);
        gate.countDown();
        soon().until(() -> received.size() == 30);
        soon().until(() -> container.getScheduledConsumerCount() == 3);
        assertThat(received).containsExactlyInAnyOrder(numbers(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHE_NONE", "CACHE_CONNECTION", "CACHE_SESSION", "CACHE_CONSUMER"})
    void shouldLoseNothingAtAnyCacheLevel(String level) {
        var container = polling(collecting, factory());
        container.setCacheLevelName(level);
        container.setConcurrency("2");
        started(container);
        send("q", numbers(100));
        soon().until(() -> received.size() >= 100);
        assertThat(received).containsExactlyInAnyOrder(numbers(100));
    }

    @Test
    void shouldRedeliverWhatItsTransactionRolledBackAndThenBuryIt() {
        AtomicInteger attempts = new AtomicInteger();
        var container = polling(
                (MessageListener) message -> {
                    attempts.incrementAndGet();
                    throw new IllegalArgumentException("cannot read it");
                },
                factory(THRICE));
        container.setSessionTransacted(true);
        started(container);
        send("q", "poison");
        soon().untilAsserted(() -> assertThat(drained("DLQ.q")).containsExactly("poison"));
        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldRedeliverInAutoAcknowledgeModeToo() {
        var container = polling(
                (MessageListener) message -> {
                    received.add(text(message));
                    if (received.size() < 3) {
                        throw new IllegalArgumentException("not yet");
                    }
                },
                factory());
        // Acknowledges what receive returned at once: nothing to redeliver, as with every provider.
        container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        started(container);
        send("q", "a");
        soon().until(() -> received.size() == 3);
        container.stop();
        assertThat(drained("q")).isEmpty();
    }

    @Test
    void shouldStopAndStart() {
        var container = started(polling(collecting, factory()));
        send("q", "a");
        soon().until(() -> received.size() == 1);
        container.stop();
        soon().until(() -> container.getActiveConsumerCount() == 0 || !container.isRunning());
        send("q", "b");
        assertThat(received).containsExactly("a");
        container.start();
        soon().until(() -> received.size() == 2);
    }

    @Test
    void shouldShutDownWhenTheListenerHasReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        var container = started(polling(
                (MessageListener) message -> {
                    entered.countDown();
                    pass(gate);
                    received.add(text(message));
                },
                factory()));
        send("q", "a", "b");
        pass(entered);
        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(container::shutdown);
        soon().until(() -> !container.isActive());
        assertThat(shutdown).isNotDone();
        gate.countDown();
        shutdown.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(received).containsExactly("a");
        assertThat(drained("q")).containsExactly("b");
    }

    @Test
    void shouldWorkUnderATransactionOfSpring() {
        ConnectionFactory factory = factory();
        JmsTemplate template = new JmsTemplate(factory);
        AtomicInteger attempts = new AtomicInteger();
        var container = polling(
                (MessageListener) message -> {
                    template.convertAndSend("out", "done " + text(message));
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("what was sent goes with it");
                    }
                },
                factory);
        container.setTransactionManager(new JmsTransactionManager(factory));
        container.setSessionTransacted(true);
        started(container);
        send("q", "a");
        soon().until(() -> attempts.get() == 2);
        container.shutdown();
        assertThat(drained("out")).containsExactly("done a");
        assertThat(drained("q")).isEmpty();
    }

    @Test
    void shouldComeBackWhenConnectingFailsForAWhile() {
        FailingFactory failing = new FailingFactory(factory());
        failing.fail(true);
        started(polling(collecting, failing));
        send("q", "a");
        soon().until(() -> failing.failures() >= 3);
        failing.fail(false);
        soon().until(() -> received.contains("a"));
    }

    @Test
    void shouldComeBackWhenItsConnectionIsClosedUnderIt() throws JMSException {
        FailingFactory failing = new FailingFactory(factory());
        started(polling(collecting, failing));
        send("q", "a");
        soon().until(() -> received.contains("a"));
        failing.closeConnections();
        send("q", "b");
        soon().until(() -> received.contains("b"));
    }

    @Test
    void shouldShareADurableSubscription() {
        var container = polling(collecting, factory());
        container.setPubSubDomain(true);
        container.setDestinationName("t");
        container.setSubscriptionName("mail");
        container.setSubscriptionDurable(true);
        container.setSubscriptionShared(true);
        container.setConcurrency("3-3");
        started(container);
        soon().until(container::isRegisteredWithDestination);
        JmsTemplate topics = new JmsTemplate(factory());
        topics.setPubSubDomain(true);
        for (String number : numbers(30)) {
            topics.convertAndSend("t", number);
        }
        soon().until(() -> received.size() >= 30);
        assertThat(received).containsExactlyInAnyOrder(numbers(30));
        container.stop();
        topics.convertAndSend("t", "meanwhile");
        container.start();
        soon().until(() -> received.contains("meanwhile"));
    }

    @Test
    void shouldListenWithTheSimpleContainer() {
        var container = of(new SimpleMessageListenerContainer(), collecting, factory());
        container.setConcurrency("3");
        started(container);
        send("q", numbers(30));
        soon().until(() -> received.size() >= 30);
        container.stop();
        send("q", "late");
        assertThat(received).containsExactlyInAnyOrder(numbers(30));
        container.start();
        soon().until(() -> received.contains("late"));
    }

    @Test
    void shouldRollBackInTheSimpleContainer() {
        AtomicInteger attempts = new AtomicInteger();
        var container = of(
                new SimpleMessageListenerContainer(),
                (SessionAwareMessageListener<TextMessage>) (message, session) -> {
                    attempts.incrementAndGet();
                    assertThat(session.getTransacted()).isTrue();
                    throw new JMSException("cannot read it");
                },
                factory(THRICE));
        container.setSessionTransacted(true);
        started(container);
        send("q", "poison");
        soon().untilAsserted(() -> assertThat(drained("DLQ.q")).containsExactly("poison"));
        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldShutDownTheSimpleContainerWhenTheListenerHasReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        var container = started(of(
                new SimpleMessageListenerContainer(),
                (MessageListener) message -> {
                    entered.countDown();
                    pass(gate);
                    received.add(text(message));
                },
                factory()));
        send("q", "a", "b");
        pass(entered);
        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(container::shutdown);
        soon().until(() -> !container.isActive());
        assertThat(shutdown).isNotDone();
        gate.countDown();
        shutdown.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(received).containsExactly("a");
        assertThat(drained("q")).containsExactly("b");
    }

    @Test
    void shouldComeBackInTheSimpleContainerWhenItsQueueFails() throws JMSException {
        FailingFactory failing = new FailingFactory(factory());
        var container = of(new SimpleMessageListenerContainer(), collecting, failing);
        started(container);
        failing.failListeners(new JMSException("as if the store had failed"));
        send("q", "a");
        soon().until(() -> received.contains("a"));
        assertThat(failing.connections()).isEqualTo(2);
    }
}
