package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = started();
        session = connection.createSession();
    }

    @Test
    @Checklist(68)
    void shouldReturnNothingWhenNothingComesInTime() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(1)).isNull();
        assertThat(consumer.receive(-1)).isNull();
    }

    @Test
    @Checklist(68)
    void shouldWaitForEverWhenTheTimeoutIsZero() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        Future<Message> received = waitingReceive(() -> consumer.receive(0));
        send(connection.createSession(), queue, "a");
        assertThat(text(received.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("a");
    }

    @Test
    @Checklist({68, 70})
    void shouldReturnNothingWhenItIsClosedMeanwhile() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        Future<Message> received = waitingReceive(consumer::receive);
        consumer.close();
        consumer.close();
        assertThat(received.get(SOON, TimeUnit.MILLISECONDS)).isNull();
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist(68)
    void shouldEndAReceiveThatIsInterrupted() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        AtomicReference<Thread> receiver = new AtomicReference<>();
        Future<Message> received = waitingReceive(() -> {
            receiver.set(Thread.currentThread());
            return consumer.receive();
        });
        receiver.get().interrupt();
        assertThatThrownBy(() -> received.get(SOON, TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(JMSException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    @Checklist(69)
    void shouldSetAndUnsetAListener() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.getMessageListener()).isNull();
        CompletableFuture<Message> heard = new CompletableFuture<>();
        MessageListener listener = heard::complete;
        consumer.setMessageListener(listener);
        assertThat(consumer.getMessageListener()).isSameAs(listener);
        Session other = connection.createSession();
        send(other, queue, "a");
        assertThat(text(heard.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("a");
        consumer.setMessageListener(null);
        assertThat(consumer.getMessageListener()).isNull();
        send(other, queue, "b");
        assertThat(next(consumer)).isEqualTo("b");
    }

    @Test
    @Checklist(69)
    void shouldRefuseToReceiveInASessionWithAListener() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageConsumer other = session.createConsumer(session.createQueue("other"));
        consumer.setMessageListener(message -> {});
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(other::receiveNoWait).isInstanceOf(IllegalStateException.class);
        consumer.close();
        assertThat(other.receiveNoWait()).isNull();
    }

    @Test
    @Checklist(69)
    void shouldReplaceAListenerFromWithinItself() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> second = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            try {
                consumer.setMessageListener(next -> complete(second, next));
            } catch (JMSException e) {
                second.completeExceptionally(e);
            }
        });
        send(connection.createSession(), queue, "a", "b");
        assertThat(second.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("b");
    }

    @Test
    void shouldAcknowledgeBothWhenAListenerUnsetsItselfAndReceives() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> second = new CompletableFuture<>();
        List<JMSException> failures = new CopyOnWriteArrayList<>();
        connection.setExceptionListener(failures::add);
        consumer.setMessageListener(message -> {
            try {
                consumer.setMessageListener(null);
                complete(second, consumer.receive(SOON));
            } catch (JMSException e) {
                second.completeExceptionally(e);
            }
        });
        send(connection.createSession(), queue, "a", "b");
        assertThat(second.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("b");
        session.close();
        assertThat(failures).isEmpty();
        assertThat(connection.createSession().createConsumer(queue).receiveNoWait())
                .isNull();
    }

    private static void complete(CompletableFuture<String> future, Message message) {
        try {
            future.complete(text(message));
        } catch (JMSException e) {
            future.completeExceptionally(e);
        }
    }

    @Test
    @Checklist(70)
    void shouldWaitForItsListenerWhenItCloses() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        consumer.setMessageListener(message -> {
            listening.countDown();
            try {
                goOn.await();
                heard.add(text(message));
            } catch (JMSException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Session other = connection.createSession();
        send(other, queue, "a", "b");
        listening.await();
        Future<Message> closed = waitingReceive(() -> {
            consumer.close();
            return null;
        });
        assertThat(closed.isDone()).isFalse();
        goOn.countDown();
        closed.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(heard).containsExactly("a");
        await().untilAsserted(
                        () -> assertThat(drain(other.createConsumer(queue))).isIn(List.of("b"), List.of()));
    }

    @Test
    @Checklist({70, 33})
    void shouldBeClosedByItsOwnListener() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> closed = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            try {
                consumer.close();
                closed.complete(text(message));
            } catch (JMSException e) {
                closed.completeExceptionally(e);
            }
        });
        Session other = connection.createSession();
        send(other, queue, "a", "b");
        assertThat(closed.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("a");
        session.close();
        assertThat(drain(other.createConsumer(queue))).containsExactly("b");
    }

    @Test
    @Checklist(72)
    void shouldLeaveToOthersWhatItDidNotDeliver() throws JMSException {
        send(session, queue, "a", "b", "c");
        MessageConsumer first = session.createConsumer(queue);
        MessageConsumer second = connection.createSession().createConsumer(queue);
        assertThat(next(first)).isEqualTo("a");
        assertThat(next(second)).isEqualTo("b");
        first.close();
        assertThat(drain(second)).containsExactly("c");
    }

    @Test
    @Checklist({73, 81})
    void shouldLeaveToOthersWhatItsSelectorDoesNotMatch() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 6; i++) {
            TextMessage message = session.createTextMessage(String.valueOf(i));
            message.setIntProperty("n", i);
            message.setJMSType(i % 2 == 0 ? "even" : "odd");
            producer.send(message);
        }
        MessageConsumer even = session.createConsumer(queue, "JMSType = 'even' AND n > 0");
        assertThat(drain(even)).containsExactly("2", "4");
        MessageConsumer rest = session.createConsumer(queue);
        assertThat(drain(rest)).containsExactly("0", "1", "3", "5");
    }

    @Test
    @Checklist(73)
    void shouldFindWhatAnotherConsumerGaveBack() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b");
        next(client.createConsumer(queue));
        MessageConsumer other = session.createConsumer(queue);
        assertThat(next(other)).isEqualTo("b");
        client.recover();
        assertThat(next(other)).isEqualTo("a");
    }

    @Test
    @Checklist(74)
    void shouldTellSelectorAndNoLocal() throws JMSException {
        assertThat(session.createConsumer(queue, "a = 1").getMessageSelector()).isEqualTo("a = 1");
        assertThat(session.createConsumer(queue, "").getMessageSelector()).isNull();
        assertThat(session.createConsumer(queue, null).getMessageSelector()).isNull();
        FolioSession folio = (FolioSession) session;
        Topic topic = new FolioTopic("t");
        TopicSubscriber subscriber = folio.createSubscriber(topic, null, true);
        assertThat(subscriber.getNoLocal()).isTrue();
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(folio.createSubscriber(topic).getNoLocal()).isFalse();
        assertThat(folio.createReceiver(queue).getQueue()).isEqualTo(queue);
    }

    @Test
    @Checklist({87, 52})
    void shouldRefuseABadSelectorAndABadDestination() {
        assertThatThrownBy(() -> session.createConsumer(queue, "a =")).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(new FolioTopic("t"), "=!"))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(new Destination() {}))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(24)
    void shouldReceiveFromOneConsumerWhileAnotherHasABacklog() throws Exception {
        Queue other = session.createQueue("other");
        send(session, queue, "a", "b");
        session.createConsumer(queue);
        MessageConsumer waiting = session.createConsumer(other);
        Future<Message> received = waitingReceive(waiting::receive);
        send(connection.createSession(), other, "x");
        assertThat(text(received.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("x");
    }
}
