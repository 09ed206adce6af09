package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConnectionCloseTest extends ProviderTest {
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
        Future<?> closed = waiting(() -> {
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
    @Checklist({19, 26})
    void shouldWaitForASessionThatAnotherThreadCloses() throws Exception {
        FolioConnection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
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
        send(connection.createSession(), queue, "a");
        listening.await();
        Future<Message> sessionClosed = waitingReceive(() -> {
            session.close();
            return null;
        });
        Future<Message> connectionClosed = waitingReceive(() -> {
            connection.close();
            return null;
        });
        goOn.countDown();
        sessionClosed.get(SOON, TimeUnit.MILLISECONDS);
        connectionClosed.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(started().createSession().createConsumer(queue).receive(SOON).getJMSRedelivered())
                .isTrue();
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
                () -> producer.setPriority(1),
                producer::getPriority,
                () -> producer.setProperty("a", 1),
                () -> producer.getIntProperty("a"),
                producer::getPropertyNames,
                () -> producer.setAsync(null),
                producer::getAsync,
                () -> producer.setDisableMessageID(true),
                producer::getJMSType,
                consumer::receiveNoWait,
                () -> consumer.receiveBody(String.class),
                consumer::getMessageSelector);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }
}
