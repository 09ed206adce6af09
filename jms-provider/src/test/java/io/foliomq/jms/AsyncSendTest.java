package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AsyncSendTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");

    private static CompletionListener onCompletion(Consumer<Message> action) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                action.accept(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new AssertionError(exception);
            }
        };
    }

    @Test
    @Checklist({60, 61, 65, 67})
    void shouldTellOnAnotherThreadOnceTheMessageIsThere() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        Message message = session.createTextMessage("a");
        CompletableFuture<List<Object>> told = new CompletableFuture<>();
        session.createProducer(queue).send(message, onCompletion(done -> {
            try {
                told.complete(
                        List.of(done, Thread.currentThread(), done.getJMSMessageID(), text(consumer.receiveNoWait())));
            } catch (JMSException e) {
                told.completeExceptionally(e);
            }
        }));
        List<Object> facts = told.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(facts.get(0)).isSameAs(message);
        assertThat(facts.get(1)).isNotSameAs(Thread.currentThread());
        assertThat(facts.get(2)).isEqualTo(message.getJMSMessageID());
        assertThat(facts.get(3)).isEqualTo("a");
    }

    @Test
    @Checklist(60)
    void shouldOfferAllFourSends() throws Exception {
        Session session = started().createSession();
        CountDownLatch four = new CountDownLatch(4);
        CompletionListener listener = onCompletion(message -> four.countDown());
        MessageProducer fixed = session.createProducer(queue);
        MessageProducer open = session.createProducer(null);
        fixed.send(session.createTextMessage("1"), listener);
        fixed.send(session.createTextMessage("2"), 1, 4, 0, listener);
        open.send(queue, session.createTextMessage("3"), listener);
        open.send(queue, session.createTextMessage("4"), 2, 4, 60_000, listener);
        assertThat(four.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(drain(session.createConsumer(queue))).containsExactly("1", "2", "3", "4");
        assertThatThrownBy(() -> open.send(session.createMessage(), listener))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fixed.send(queue, session.createMessage(), listener))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Checklist({60, 59})
    void shouldSendAsynchronouslyFromAContext() throws Exception {
        FolioContext context = context();
        CountDownLatch five = new CountDownLatch(5);
        JMSProducer producer = context.createProducer().setAsync(onCompletion(message -> five.countDown()));
        assertThat(producer.getAsync()).isNotNull();
        producer.send(queue, "text")
                .send(queue, new byte[] {1})
                .send(queue, Map.of("a", 1))
                .send(queue, (java.io.Serializable) Integer.valueOf(1))
                .send(queue, context.createMessage());
        assertThat(five.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        producer.setAsync(null).send(queue, "synchronous");
        assertThat(producer.getAsync()).isNull();
    }

    @Test
    @Checklist(62)
    void shouldThrowWhatFailsInTheSendAndTellNobody() throws Exception {
        Session session = connect("limit.maxDepth=1", "limit.overflow=fail").createSession();
        AtomicInteger calls = new AtomicInteger();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                calls.incrementAndGet();
            }

            @Override
            public void onException(Message message, Exception exception) {
                calls.incrementAndGet();
            }
        };
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createMessage(), listener);
        assertThatThrownBy(() -> producer.send(session.createMessage(), listener))
                .isInstanceOf(ResourceAllocationException.class);
        session.close();
        assertThat(calls).hasValue(1);
    }

    @Test
    @Checklist({63, 65})
    void shouldKeepTheOrderAndCallBackOneAfterTheOther() throws Exception {
        Session session = started().createSession();
        MessageProducer producer = session.createProducer(queue);
        List<String> sent = new ArrayList<>();
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        List<String> expected = new ArrayList<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            String text = String.valueOf(i);
            sent.add(text);
            if (i % 3 == 0) {
                producer.send(session.createTextMessage(text));
            } else {
                expected.add(text);
                producer.send(session.createTextMessage(text), onCompletion(message -> {
                    overlaps.addAndGet(running.getAndIncrement());
                    told.add(text);
                    running.decrementAndGet();
                }));
            }
        }
        producer.close();
        assertThat(told).isEqualTo(expected);
        assertThat(overlaps).hasValue(0);
        assertThat(drain(session.createConsumer(queue))).isEqualTo(sent);
    }

    @Test
    @Checklist(64)
    void shouldWaitForCallbacksBeforeItClosesCommitsOrRollsBack() throws Exception {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        shouldWait(producer, transacted, transacted::commit);
        shouldWait(producer, transacted, transacted::rollback);
        shouldWait(producer, transacted, producer::close);
        MessageProducer second = transacted.createProducer(queue);
        shouldWait(second, transacted, transacted::close);
        Session auto = connection.createSession();
        shouldWait(auto.createProducer(queue), auto, connection::close);
    }

    private interface End {
        void run() throws JMSException;
    }

    private void shouldWait(MessageProducer producer, Session session, End end) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        producer.send(session.createMessage(), onCompletion(message -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        Future<Message> ended = waitingReceive(() -> {
            end.run();
            return null;
        });
        assertThat(ended.isDone()).isFalse();
        goOn.countDown();
        ended.get(SOON, TimeUnit.MILLISECONDS);
    }

    @Test
    @Checklist(28)
    void shouldRefuseToEndItsOwnThingsFromACallback() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(queue);
        CompletableFuture<List<Throwable>> thrown = new CompletableFuture<>();
        producer.send(
                session.createMessage(),
                onCompletion(message -> thrown.complete(List.of(
                        catchThrowable(producer::close),
                        catchThrowable(session::commit),
                        catchThrowable(session::rollback),
                        catchThrowable(session::close),
                        catchThrowable(connection::close)))));
        assertThat(thrown.get(SOON, TimeUnit.MILLISECONDS)).allMatch(IllegalStateException.class::isInstance);
    }

    @Test
    @Checklist(28)
    void shouldRefuseToEndAContextFromItsCallback() throws Exception {
        FolioContext context = context(Session.SESSION_TRANSACTED);
        CompletableFuture<List<Throwable>> thrown = new CompletableFuture<>();
        context.createProducer()
                .setAsync(onCompletion(message -> thrown.complete(List.of(
                        catchThrowable(context::commit),
                        catchThrowable(context::rollback),
                        catchThrowable(context::close)))))
                .send(queue, "a");
        assertThat(thrown.get(SOON, TimeUnit.MILLISECONDS)).allMatch(IllegalStateRuntimeException.class::isInstance);
        assertThat(context.getTransacted()).isTrue();
    }

    @Test
    @Checklist(66)
    void shouldRefuseNoListenerOnAProducer() throws JMSException {
        Session session = started().createSession();
        MessageProducer fixed = session.createProducer(queue);
        MessageProducer open = session.createProducer(null);
        Message message = session.createMessage();
        assertThatThrownBy(() -> fixed.send(message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixed.send(message, 2, 4, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open.send(queue, message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open.send(queue, message, 2, 4, 0, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Checklist(67)
    void shouldLetTheCallbackReadTheMessage() throws Exception {
        Session session = started().createSession();
        BytesMessage message = session.createBytesMessage();
        message.writeInt(42);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        session.createProducer(queue).send(message, onCompletion(done -> {
            try {
                read.complete(((BytesMessage) done).readInt());
            } catch (JMSException e) {
                read.completeExceptionally(e);
            }
        }));
        assertThat(read.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo(42);
    }

    @Test
    @Checklist({60, 65})
    void shouldGoOnAfterACallbackThatThrows() throws Exception {
        Session session = started().createSession();
        MessageProducer producer = session.createProducer(queue);
        AtomicInteger told = new AtomicInteger();
        producer.send(session.createMessage(), onCompletion(message -> {
            throw new RuntimeException("expected by the test");
        }));
        producer.send(session.createMessage(), onCompletion(message -> told.incrementAndGet()));
        await().until(() -> told.get() == 1);
    }
}
