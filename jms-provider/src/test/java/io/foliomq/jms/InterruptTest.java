package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An interrupt is the application's: thread pools that shut down, and futures that are cancelled. What does not wait does its work all the same, on files whose
 * channels Java would close under an interrupted thread, and the thread stays interrupted.
 */
class InterruptTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    private interface Step<T> {
        T run() throws Exception;
    }

    /** Runs it on an interrupted thread. */
    private static <T> T interrupted(Step<T> step) throws Exception {
        Thread.currentThread().interrupt();
        T result = step.run();
        assertThat(Thread.interrupted()).isTrue();
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "group", "power"})
    void shouldSendAndReceive(String durability) throws Exception {
        FolioConnection connection = interrupted(() -> started("durability=" + durability));
        Session session = interrupted(connection::createSession);
        MessageProducer producer = interrupted(() -> session.createProducer(queue));
        MessageConsumer consumer = interrupted(() -> session.createConsumer(queue));
        for (int i = 0; i < 3; i++) {
            String text = "m" + i;
            interrupted(() -> {
                producer.send(session.createTextMessage(text));
                return text;
            });
            Message message = interrupted(() -> consumer.receive(SOON));
            assertThat(text(message)).isEqualTo(text);
        }
        interrupted(() -> {
            connection.close();
            return connection;
        });
    }

    /** New segments, and bodies in files of their own. */
    @Test
    void shouldFillSegments() throws Exception {
        Session session = started().createSession();
        MessageProducer producer = session.createProducer(queue);
        int[] sizes = {100_000, 2 << 20};
        for (int i = 0; i < 60; i++) {
            byte[] content = new byte[sizes[i % 20 == 19 ? 1 : 0]];
            interrupted(() -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(content);
                producer.send(message);
                return message;
            });
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 60; i++) {
            int length = sizes[i % 20 == 19 ? 1 : 0];
            BytesMessage message = (BytesMessage) interrupted(consumer::receiveNoWait);
            assertThat(message.getBodyLength()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "power"})
    void shouldCommitAndRollBack(String durability) throws Exception {
        FolioConnection connection = started("durability=" + durability);
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        send(session, queue, "a", "b");
        interrupted(() -> {
            session.commit();
            return session;
        });
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(next(consumer)).isEqualTo("a");
        interrupted(() -> {
            session.rollback();
            return session;
        });
        assertThat(next(consumer)).isEqualTo("a");
        assertThat(next(consumer)).isEqualTo("b");
        interrupted(() -> {
            session.commit();
            return session;
        });
        assertThat(drain(connection.createSession().createConsumer(queue))).isEmpty();
    }

    @Test
    void shouldMakeAndDeleteWhatAConnectionMakes() throws Exception {
        FolioConnection connection = started("jms.clientID=me");
        Session session = connection.createSession();
        var temporary = interrupted(session::createTemporaryQueue);
        send(session, temporary, "t");
        try (MessageConsumer consumer = interrupted(() -> session.createConsumer(temporary))) {
            assertThat(text(interrupted(consumer::receiveNoWait))).isEqualTo("t");
        }
        FolioTopic topic = new FolioTopic("t");
        interrupted(() -> session.createDurableConsumer(topic, "s")).close();
        send(session, topic, "kept");
        var again = interrupted(() -> session.createDurableConsumer(topic, "s"));
        assertThat(text(interrupted(again::receiveNoWait))).isEqualTo("kept");
        again.close();
        interrupted(() -> {
            session.unsubscribe("s");
            temporary.delete();
            return topic;
        });
        send(session, queue, "seen");
        var browser = session.createBrowser(queue);
        assertThat(interrupted(() -> browser.getEnumeration().nextElement())).isNotNull();
    }

    /** Whatever a thread was doing when it was interrupted: what it was told is sent is there, once, and nothing is broken for anybody. */
    @ParameterizedTest
    @ValueSource(strings = {"process", "power"})
    void shouldLoseNothingToInterruptsThatComeAtAnyTime(String durability) throws Exception {
        FolioConnection connection = started("durability=" + durability);
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        Set<String> sent = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        AtomicReference<Thread> sender = new AtomicReference<>();
        String filler = "x".repeat(20_000);
        Future<?> sending = elsewhere().submit(() -> {
            sender.set(Thread.currentThread());
            for (int i = 0; i < 400; i++) {
                TextMessage message = session.createTextMessage(filler);
                message.setJMSType(String.valueOf(i));
                try {
                    producer.send(message);
                    sent.add(message.getJMSType());
                } catch (JMSException e) {
                    refused.add(message.getJMSType() + " " + e);
                }
            }
            sender.set(null);
            return null;
        });
        while (!sending.isDone()) {
            Thread interrupted = sender.get();
            if (interrupted != null) {
                interrupted.interrupt();
            }
            LockSupport.parkNanos(50_000);
        }
        sending.get();
        assertThat(refused).isEmpty();
        List<String> received = new ArrayList<>();
        MessageConsumer consumer = session.createConsumer(queue);
        for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
            received.add(message.getJMSType());
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    /** Waiting is what an interrupt ends. */
    @Test
    void shouldEndAReceiveThatWouldWait() throws JMSException {
        Session session = started().createSession();
        MessageConsumer consumer = session.createConsumer(queue);
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(consumer::receive);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(JMSException.class).hasCauseInstanceOf(InterruptedException.class);
        send(session, queue, "after");
        assertThat(next(consumer)).isEqualTo("after");
    }
}
