package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Everything that may be called from anywhere, called from everywhere at once: nothing hangs and nothing is lost. */
class LifecycleStressTest extends ProviderTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 60;
    private static final int MESSAGES = 400;

    private final Queue queue = new FolioQueue("q");
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    @Test
    @Checklist({11, 12, 19, 24, 26, 70})
    void shouldNeitherHangNorLoseAnything() throws Exception {
        long seed = System.nanoTime();
        FolioConnection connection = started("redelivery.maximumRedeliveries=-1");
        Session sender = connection.createSession();
        String[] texts = new String[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            texts[i] = String.valueOf(i);
        }
        send(sender, queue, texts);
        List<Future<?>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(elsewhere().submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    round(connection, random);
                }
                return null;
            }));
        }
        for (Future<?> thread : threads) {
            thread.get(2 * SOON, TimeUnit.MILLISECONDS);
        }
        connection.start();
        received.addAll(drain(connection.createSession().createConsumer(queue)));
        assertThat(received).as("seed=" + seed).containsExactlyInAnyOrder(texts);
    }

    private void round(FolioConnection connection, Random random) throws Exception {
        Session session = connection.createSession(random.nextInt(4));
        MessageConsumer consumer = session.createConsumer(queue);
        int action = random.nextInt(4);
        if (random.nextBoolean()) {
            consumer.setMessageListener(message -> listen(session, consumer, message, action));
        } else {
            Message message = consumer.receive(1 + random.nextInt(3));
            if (message != null) {
                settle(session, message);
            }
        }
        if (random.nextInt(4) == 0) {
            connection.stop();
        }
        if (random.nextBoolean()) {
            elsewhere().submit(() -> {
                session.close();
                return null;
            });
        }
        connection.start();
        if (random.nextBoolean()) {
            consumer.close();
        }
        session.close();
    }

    private void listen(Session session, MessageConsumer consumer, Message message, int action) {
        try {
            settle(session, message);
            if (action == 0) {
                consumer.close();
            } else if (action == 1) {
                session.close();
            }
        } catch (IllegalStateException e) {
            // Refused, as a listener's own session refuses it.
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private void settle(Session session, Message message) throws JMSException {
        if (session.getTransacted()) {
            session.commit();
        } else {
            message.acknowledge();
        }
        received.add(text(message));
    }
}
