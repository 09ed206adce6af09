package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        Future<?> stopped = elsewhere().submit(() -> {
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
    @Checklist(12)
    void shouldRefuseStopAndCloseFromItsOwnListener() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        CompletableFuture<List<Throwable>> thrown = new CompletableFuture<>();
        session.createConsumer(queue)
                .setMessageListener(message -> thrown.complete(
                        List.of(thrownBy(connection::stop), thrownBy(connection::close), thrownBy(session::close))));
        send(connection.createSession(), queue, "a");
        assertThat(thrown.get(SOON, TimeUnit.MILLISECONDS)).allMatch(IllegalStateException.class::isInstance);
    }

    private static Throwable thrownBy(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowable(call);
    }

    @Test
    @Checklist({12, 19})
    void shouldSurviveTwoListenersThatCloseEachOthersConnection() throws Exception {
        FolioConnection one = (FolioConnection) factory().createConnection();
        FolioConnection other = (FolioConnection) factory().createConnection();
        CountDownLatch bothListen = new CountDownLatch(2);
        CountDownLatch bothReturned = new CountDownLatch(2);
        closeFromListener(one, "one", other, bothListen, bothReturned);
        closeFromListener(other, "other", one, bothListen, bothReturned);
        assertThat(bothReturned.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        one.close();
        other.close();
    }

    private static void closeFromListener(
            FolioConnection mine, String name, Connection theirs, CountDownLatch bothListen, CountDownLatch returned)
            throws JMSException {
        mine.start();
        Session session = mine.createSession();
        Queue queue = session.createQueue(name);
        session.createConsumer(queue).setMessageListener(message -> {
            bothListen.countDown();
            try {
                bothListen.await();
                theirs.close();
            } catch (JMSException | InterruptedException e) {
                assertThat(e).isInstanceOf(IllegalStateException.class);
            } finally {
                returned.countDown();
            }
        });
        send(mine.createSession(), queue, "go");
    }

    @Test
    @Checklist(13)
    void shouldNotChangeAClientIdThatTheFactorySets() throws JMSException {
        FolioConnection connection = connect("jms.clientID=fixed");
        assertThat(connection.getClientID()).isEqualTo("fixed");
        assertThatThrownBy(() -> connection.setClientID("other")).isInstanceOf(IllegalStateException.class);
        FolioContext context = context("jms.clientID=fixed2");
        assertThatThrownBy(() -> context.setClientID("other")).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Checklist(14)
    void shouldTakeAClientIdAsFirstActionOnly() throws JMSException {
        FolioConnection fresh = connect();
        assertThat(fresh.getClientID()).isNull();
        fresh.setClientID("me");
        assertThat(fresh.getClientID()).isEqualTo("me");
        assertThatThrownBy(() -> fresh.setClientID("me2")).isInstanceOf(IllegalStateException.class);
        FolioConnection used = connect();
        used.createSession();
        assertThatThrownBy(() -> used.setClientID("late")).isInstanceOf(IllegalStateException.class);
        FolioConnection started = started();
        assertThatThrownBy(() -> started.setClientID("late")).isInstanceOf(IllegalStateException.class);
        FolioContext context = context();
        context.setClientID("mine");
        assertThat(context.getClientID()).isEqualTo("mine");
        FolioContext late = context();
        late.createConsumer(late.createQueue("q"));
        assertThatThrownBy(() -> late.setClientID("late")).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Checklist(15)
    void shouldRefuseAClientIdThatIsInUse() throws JMSException {
        FolioConnection holder = connect("jms.clientID=me");
        assertThatThrownBy(() -> connect("jms.clientID=me")).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> context("jms.clientID=me")).isInstanceOf(InvalidClientIDRuntimeException.class);
        FolioConnection other = connect();
        assertThatThrownBy(() -> other.setClientID("me")).isInstanceOf(InvalidClientIDException.class);
        holder.close();
        other.setClientID("me");
        assertThat(other.getClientID()).isEqualTo("me");
    }

    @Test
    @Checklist(15)
    void shouldRefuseNoClientIdAtAll() throws JMSException {
        FolioConnection connection = connect();
        assertThatThrownBy(() -> connection.setClientID(null)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> connection.setClientID("")).isInstanceOf(InvalidClientIDException.class);
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
                .containsExactlyInAnyOrder("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
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
    @Checklist({19, 22})
    void shouldCloseEverythingThatCameFromIt() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        TemporaryQueue temporary = session.createTemporaryQueue();
        Future<Message> pending = waitingReceive(consumer::receive);
        connection.close();
        connection.close();
        assertThat(pending.get(SOON, TimeUnit.MILLISECONDS)).isNull();
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.send(new io.foliomq.jms.message.MessageFactory().createMessage()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
        Session other = connect().createSession();
        assertThatThrownBy(() -> send(other, temporary, "late")).isInstanceOf(InvalidDestinationException.class);
        assertThatCode(() -> {
                    session.close();
                    consumer.close();
                    producer.close();
                    browser.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    @Checklist({19, 11})
    void shouldWaitForListenersAndThenClose() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue("q");
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                listening.countDown();
                goOn.await();
                message.acknowledge();
                outcome.complete(null);
            } catch (JMSException | InterruptedException e) {
                outcome.complete(e);
            }
        });
        send(connection.createSession(), queue, "a");
        listening.await();
        Future<?> closed = elsewhere().submit(() -> {
            connection.close();
            return null;
        });
        await().until(() -> connection.scope() != null && !closed.isDone());
        goOn.countDown();
        closed.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(outcome.get()).isNull();
        assertThat(drain(started().createSession().createConsumer(queue))).isEmpty();
    }

    @Test
    @Checklist({20, 38})
    void shouldRollBackAndAcknowledgeNothingWhenItCloses() throws JMSException {
        FolioConnection connection = started();
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.createQueue("q");
        send(client, queue, "a", "b");
        assertThat(next(client.createConsumer(queue))).isEqualTo("a");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertThat(next(transacted.createConsumer(queue))).isEqualTo("b");
        send(transacted, queue, "never");
        connection.close();
        MessageConsumer later = started().createSession().createConsumer(queue);
        assertThat(drain(later)).containsExactly("a", "b");
    }

    @Test
    @Checklist(21)
    void shouldRefuseEverythingButCloseAfterClose() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue("q");
        send(session, queue, "a");
        TextMessage message = (TextMessage) session.createConsumer(queue).receive(SOON);
        connection.close();
        List<ThrowingCallable> calls = List.of(
                connection::getClientID,
                () -> connection.setClientID("x"),
                connection::getMetaData,
                connection::getExceptionListener,
                () -> connection.setExceptionListener(null),
                connection::start,
                connection::stop,
                connection::createSession,
                () -> connection.createQueueSession(false, 1),
                () -> connection.createTopicSession(false, 1),
                () -> connection.createConnectionConsumer(queue, null, null, 1),
                session::createMessage,
                session::createTextMessage,
                session::createBytesMessage,
                session::createMapMessage,
                session::createStreamMessage,
                session::createObjectMessage,
                session::getTransacted,
                session::getAcknowledgeMode,
                session::commit,
                session::rollback,
                session::recover,
                session::getMessageListener,
                () -> session.createProducer(queue),
                () -> session.createConsumer(queue),
                () -> session.createBrowser(queue),
                () -> session.createQueue("q"),
                () -> session.createTopic("t"),
                session::createTemporaryQueue,
                session::createTemporaryTopic,
                () -> session.unsubscribe("s"),
                message::acknowledge);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
        }
        assertThat(message.getText()).isEqualTo("a");
    }

    @Test
    @Checklist(21)
    void shouldRefuseEverythingButCloseAfterAContextClosed() {
        FolioContext context = context();
        Queue queue = context.createQueue("q");
        JMSProducer producer = context.createProducer();
        jakarta.jms.JMSConsumer consumer = context.createConsumer(queue);
        context.close();
        context.close();
        List<ThrowingCallable> calls = List.of(
                context::getClientID,
                context::getMetaData,
                context::start,
                context::stop,
                context::getAutoStart,
                () -> context.setAutoStart(true),
                () -> context.createContext(1),
                context::createProducer,
                context::createMessage,
                context::createTextMessage,
                context::acknowledge,
                context::recover,
                context::commit,
                context::getTransacted,
                context::getSessionMode,
                context::getExceptionListener,
                () -> context.createConsumer(queue),
                () -> context.createBrowser(queue),
                () -> context.createQueue("q"),
                context::createTemporaryTopic,
                () -> context.unsubscribe("s"),
                () -> producer.send(queue, "a"),
                consumer::receiveNoWait,
                () -> consumer.receiveBody(String.class),
                consumer::getMessageSelector);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateRuntimeException.class);
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
