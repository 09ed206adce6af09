package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectionTest extends ProviderTest {
    @Test
    @Checklist({7, 8, 9})
    void shouldDeliverNothingBeforeItIsStartedThoughItSends() throws JMSException {
        FolioConnection connection = connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "a");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(1)).isNull();
        connection.start();
        connection.start();
        assertThat(next(consumer)).isEqualTo("a");
        connection.stop();
        connection.stop();
        send(session, queue, "b");
        assertThat(consumer.receiveNoWait()).isNull();
        connection.start();
        assertThat(next(consumer)).isEqualTo("b");
    }

    @Test
    @Checklist({7, 10})
    void shouldHoldAReceiveUntilItIsStarted() throws Exception {
        FolioConnection connection = connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "a");
        Future<Message> received = waitingReceive(consumer::receive);
        assertThat(received.isDone()).isFalse();
        connection.start();
        assertThat(text(received.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("a");
    }

    @Test
    @Checklist({7, 10})
    void shouldCallNoListenerWhileStopped() throws Exception {
        FolioConnection connection = connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        CompletableFuture<Message> heard = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(heard::complete);
        send(connection.createSession(), queue, "a");
        assertThat(heard.isDone()).isFalse();
        connection.start();
        assertThat(text(heard.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("a");
    }

    @Test
    @Checklist({10, 11})
    void shouldLetARunningListenerFinishBeforeStopReturns() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession(true, 0);
        Queue queue = session.createQueue("q");
        Queue replies = session.createQueue("replies");
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                listening.countDown();
                goOn.await();
                send(session, replies, "done");
                session.commit();
            } catch (JMSException | InterruptedException e) {
                failure.set(e);
            }
        });
        send(connection.createSession(), queue, "a", "b");
        listening.await();
        Future<?> stopped = waiting(() -> {
            connection.stop();
            return null;
        });
        assertThat(stopped.isDone()).isFalse();
        goOn.countDown();
        stopped.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(failure.get()).isNull();
        Session other = started().createSession();
        assertThat(drain(other.createConsumer(replies))).containsExactly("done");
        assertThat(drain(other.createConsumer(queue))).containsExactly("b");
    }

    @Test
    @Checklist(17)
    void shouldTellVersionsAndProperties() throws JMSException {
        ConnectionMetaData about = connect().getMetaData();
        assertThat(about.getJMSVersion()).isEqualTo("3.1");
        assertThat(about.getJMSMajorVersion()).isEqualTo(3);
        assertThat(about.getJMSMinorVersion()).isEqualTo(1);
        assertThat(about.getJMSProviderName()).isEqualTo("FolioMQ");
        assertThat(about.getProviderVersion())
                .startsWith(about.getProviderMajorVersion() + "." + about.getProviderMinorVersion());
        Enumeration<?> properties = about.getJMSXPropertyNames();
        assertThat(Collections.list(properties))
                .map(String::valueOf)
                .containsExactlyInAnyOrder(
                        "JMSXGroupID", "JMSXGroupSeq", "JMSXGroupFirstForConsumer", "JMSXDeliveryCount", "JMSXUserID");
    }

    @Test
    @Checklist(18)
    void shouldTellTheExceptionListenerWhatNobodyCanBeThrown() throws Exception {
        FolioConnection connection = started();
        assertThat(connection.getExceptionListener()).isNull();
        CompletableFuture<JMSException> told = new CompletableFuture<>();
        connection.setExceptionListener(told::complete);
        assertThat(connection.getExceptionListener()).isNotNull();
        Session session = connection.createSession();
        Queue queue = session.createQueue("doomed");
        session.createConsumer(queue).setMessageListener(message -> {});
        deleteQueue("doomed");
        assertThat(told.get(SOON, TimeUnit.MILLISECONDS)).isInstanceOf(InvalidDestinationException.class);
    }

    private void deleteQueue(String name) {
        try (io.foliomq.engine.Store store =
                io.foliomq.engine.Store.open(io.foliomq.engine.StoreOptions.at(directory.resolve("store")))) {
            store.queue(name).delete();
        }
    }

    @Test
    @Checklist(19)
    void shouldLetTheExceptionListenerCloseTheConnection() throws Exception {
        FolioConnection connection = started();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        connection.setExceptionListener(failure -> {
            try {
                connection.close();
                closed.complete(true);
            } catch (JMSException e) {
                closed.completeExceptionally(e);
            }
        });
        Session session = connection.createSession();
        session.createConsumer(session.createQueue("doomed")).setMessageListener(message -> {});
        deleteQueue("doomed");
        assertThat(closed.get(SOON, TimeUnit.MILLISECONDS)).isTrue();
    }
}
