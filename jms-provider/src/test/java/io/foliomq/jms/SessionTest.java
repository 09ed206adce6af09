package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionTest extends ProviderTest {
    @Test
    @Checklist(23)
    void shouldTellItsMode() throws JMSException {
        FolioConnection connection = connect();
        assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        for (int mode = 0; mode <= 3; mode++) {
            Session session = connection.createSession(mode);
            assertThat(session.getAcknowledgeMode()).isEqualTo(mode);
            assertThat(session.getTransacted()).isEqualTo(mode == Session.SESSION_TRANSACTED);
        }
        assertThat(connection.createSession(true, Session.CLIENT_ACKNOWLEDGE).getAcknowledgeMode())
                .isEqualTo(Session.SESSION_TRANSACTED);
        assertThat(connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE).getAcknowledgeMode())
                .isEqualTo(Session.DUPS_OK_ACKNOWLEDGE);
        assertThat(connection.createSession(101).getAcknowledgeMode()).isEqualTo(101);
    }

    @Test
    @Checklist(6)
    void shouldMakeNoQueueBeforeItIsUsed() throws JMSException {
        Session session = connect().createSession();
        assertThat(session.createQueue("a/b").getQueueName()).isEqualTo("a/b");
        assertThat(session.createTopic("..").getTopicName()).isEqualTo("..");
        assertThat(session.createQueue("x").toString()).contains("x");
        assertThatThrownBy(() -> session.createQueue(null)).isInstanceOf(JMSException.class);
        try (io.foliomq.engine.Store store =
                io.foliomq.engine.Store.open(io.foliomq.engine.StoreOptions.at(directory.resolve("store")))) {
            assertThat(store.destinations(io.foliomq.engine.DestinationKind.QUEUE))
                    .isEmpty();
        }
    }

    @Test
    @Checklist({24, 25})
    void shouldRunTheListenersOfASessionOneAfterTheOther() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Set<String> heard = ConcurrentHashMap.newKeySet();
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Queue queue = session.createQueue("q" + i);
            queues.add(queue);
            session.createConsumer(queue).setMessageListener(message -> {
                if (running.incrementAndGet() > 1) {
                    overlaps.incrementAndGet();
                }
                heard.add(messageText(message));
                running.decrementAndGet();
            });
        }
        Session sender = connection.createSession();
        for (int i = 0; i < 20; i++) {
            for (Queue queue : queues) {
                send(sender, queue, queue.getQueueName() + ":" + i);
            }
        }
        await().until(() -> heard.size() == 60);
        assertThat(overlaps).hasValue(0);
    }

    private static String messageText(Message message) {
        try {
            return text(message);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Checklist(24)
    void shouldRunSessionsConcurrently() throws Exception {
        FolioConnection connection = started();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch met = new CountDownLatch(2);
        Queue queue = new FolioQueue("q");
        for (int i = 0; i < 2; i++) {
            connection.createSession().createConsumer(queue).setMessageListener(message -> {
                both.countDown();
                try {
                    if (both.await(SOON, TimeUnit.MILLISECONDS)) {
                        met.countDown();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        send(connection.createSession(), queue, "a", "b");
        assertThat(met.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    @Checklist({26, 38})
    void shouldEndAPendingReceiveWhenItCloses() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        Future<Message> received = waitingReceive(consumer::receive);
        session.close();
        session.close();
        assertThat(received.get(SOON, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @Checklist({26, 33})
    void shouldWaitForItsListenerAndAcknowledgeWhatItHandled() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            listening.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Session other = connection.createSession();
        send(other, queue, "a", "b");
        listening.await();
        Future<?> closed = waiting(() -> {
            session.close();
            return null;
        });
        assertThat(closed.isDone()).isFalse();
        goOn.countDown();
        closed.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(drain(other.createConsumer(queue))).containsExactly("b");
    }

    @Test
    @Checklist(27)
    void shouldRefuseToBeClosedByItsListenerWhichGoesOn() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                session.close();
                thrown.complete(null);
            } catch (JMSException e) {
                thrown.complete(e);
            }
        });
        Session other = connection.createSession();
        send(other, queue, "a");
        assertThat(thrown.get(SOON, TimeUnit.MILLISECONDS)).isInstanceOf(IllegalStateException.class);
        session.close();
        assertThat(drain(other.createConsumer(queue))).isEmpty();
    }

    @Test
    @Checklist(24)
    void shouldCloseOtherSessionsFromAListener() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        Session victim = connection.createSession();
        Queue queue = session.createQueue("q");
        MessageConsumer pending = victim.createConsumer(session.createQueue("empty"));
        Future<Message> received = waitingReceive(pending::receive);
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                victim.close();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        send(connection.createSession(), queue, "a");
        assertThat(received.get(SOON, TimeUnit.MILLISECONDS)).isNull();
        await().untilAsserted(
                        () -> assertThatThrownBy(victim::getTransacted).isInstanceOf(IllegalStateException.class));
    }

    @Test
    @Checklist(29)
    void shouldKeepTheOrderOfSendsForEachPriorityAndDeliveryMode() throws JMSException {
        Session session = started().createSession();
        Queue queue = session.createQueue("q");
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 200; i++) {
            int mode = i % 3 == 0 ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
            producer.send(session.createTextMessage(String.valueOf(i)), mode, i % 2 == 0 ? 4 : 7, 0);
        }
        MessageConsumer consumer = session.createConsumer(queue);
        List<Integer> normal = new ArrayList<>();
        List<Integer> urgent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Message message = consumer.receive(SOON);
            (message.getJMSPriority() == 4 ? normal : urgent).add(Integer.valueOf(text(message)));
        }
        assertThat(normal).hasSize(100).isSorted();
        assertThat(urgent).hasSize(100).isSorted();
    }

    @Test
    @Checklist(30)
    void shouldDeliverEachMessageOnceToCompetingSessions() throws Exception {
        FolioConnection connection = started();
        Queue queue = new FolioQueue("q");
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            connection
                    .createSession(i % 2 == 0 ? Session.AUTO_ACKNOWLEDGE : Session.DUPS_OK_ACKNOWLEDGE)
                    .createConsumer(queue)
                    .setMessageListener(message -> heard.add(messageText(message)));
        }
        Session sender = connection.createSession();
        List<String> sent = new ArrayList<>();
        MessageProducer producer = sender.createProducer(queue);
        for (int i = 0; i < 2_000; i++) {
            sent.add(String.valueOf(i));
            producer.send(sender.createTextMessage(String.valueOf(i)));
        }
        await().until(() -> heard.size() >= sent.size());
        connection.close();
        assertThat(heard).containsExactlyInAnyOrderElementsOf(sent);
    }
}
