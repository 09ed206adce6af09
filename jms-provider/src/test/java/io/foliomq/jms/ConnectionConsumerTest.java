package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Checklist({32, 122})
class ConnectionConsumerTest extends ProviderTest {
    private final Queue queue = new FolioQueue("orders");
    private final Topic topic = new FolioTopic("prices");
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private void hear(Message message) {
        try {
            heard.add(((TextMessage) message).getText());
        } catch (JMSException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private long depth() {
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            return store.find(DestinationKind.QUEUE, "orders")
                    .orElseThrow()
                    .subscription()
                    .depth();
        }
    }

    @Test
    void shouldGiveMessagesToServerSessionsInBatches() throws JMSException {
        FolioConnection connection = connect();
        Session session = connection.createSession();
        ServerPool pool = new ServerPool(elsewhere()).with(session, this::hear);
        send(connection.createSession(), queue, "a", "b", "c", "d", "e");
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 2);
        assertThat(consumer.getServerSessionPool()).isSameAs(pool);
        connection.start();
        await().until(() -> heard.size() == 5);
        assertThat(heard).containsExactly("a", "b", "c", "d", "e");
        assertThat(pool.starts).hasValue(3);
        await().untilAsserted(() -> assertThat(depth()).isZero());
    }

    @Test
    void shouldRunServerSessionsAtTheSameTime() throws Exception {
        FolioConnection connection = started();
        CyclicBarrier both = new CyclicBarrier(2);
        ServerPool pool = new ServerPool(elsewhere());
        for (int i = 0; i < 2; i++) {
            pool.with(connection.createSession(), message -> {
                try {
                    both.await(SOON, TimeUnit.MILLISECONDS);
                    hear(message);
                } catch (Exception e) {
                    throw new IllegalArgumentException(e);
                }
            });
        }
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, "", pool, 1);
        send(connection.createSession(), queue, "a", "b");
        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactlyInAnyOrder("a", "b");
    }

    /** As an application server does for a message-driven bean (section 11.2). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Checklist({121, 122})
    void shouldHaveTheBatchInTheBranchThatItsServerSessionBegan(boolean commit) throws Exception {
        FolioXAConnection connection = closing(new FolioXAConnectionFactory(url()).createXAConnection());
        connection.start();
        BlockingQueue<Runnable> runs = new LinkedBlockingQueue<>();
        FolioXASession session = connection.createXASession();
        ServerPool pool = new ServerPool(runs::add).with(session, this::hear);
        send(connection.createSession(), queue, "a", "b");
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 10);
        await().until(() -> runs.size() == 1);
        XAResource resource = session.getXAResource();
        Xid xid = XaTest.xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        runs.remove().run();
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(heard).containsExactly("a", "b");
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        consumer.close();
        session.close();
        assertThat(depth()).isEqualTo(2);
        if (commit) {
            resource.commit(xid, false);
            assertThat(depth()).isZero();
        } else {
            resource.rollback(xid);
            assertThat(drain(connection.createSession().createConsumer(queue))).containsExactly("a", "b");
        }
    }

    @Test
    void shouldDeliverNothingWhileTheConnectionIsStopped() throws JMSException {
        FolioConnection connection = started();
        BlockingQueue<Runnable> runs = new LinkedBlockingQueue<>();
        Session session = connection.createSession();
        ServerPool pool = new ServerPool(runs::add).with(session, this::hear);
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, pool, 10);
        send(connection.createSession(), queue, "a");
        await().until(() -> runs.size() == 1);
        connection.stop();
        runs.remove().run();
        assertThat(heard).isEmpty();
        connection.start();
        await().until(() -> runs.size() == 1);
        runs.remove().run();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void shouldWaitInStopForTheListenerOfAServerSession() throws Exception {
        FolioConnection connection = started();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), message -> {
            inside.countDown();
            awaitUninterruptibly(goOn);
            hear(message);
        });
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, pool, 1);
        send(connection.createSession(), queue, "a");
        assertThat(inside.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        var stopped = waiting(() -> {
            connection.stop();
            return List.copyOf(heard);
        });
        assertThat(stopped.isDone()).isFalse();
        goOn.countDown();
        assertThat(stopped.get(SOON, TimeUnit.MILLISECONDS)).containsExactly("a");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void shouldRedeliverInOrderWhatAListenerFailedOn() throws JMSException {
        FolioConnection connection = started();
        AtomicInteger calls = new AtomicInteger();
        CopyOnWriteArrayList<Integer> counts = new CopyOnWriteArrayList<>();
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), message -> {
            hear(message);
            try {
                counts.add(message.getIntProperty("JMSXDeliveryCount"));
            } catch (JMSException e) {
                throw new IllegalArgumentException(e);
            }
            if (calls.incrementAndGet() == 1) {
                throw new IllegalArgumentException("expected by the test");
            }
        });
        send(connection.createSession(), queue, "a", "b", "c");
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, pool, 3);
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("a", "a", "b", "c");
        assertThat(counts).containsExactly(1, 2, 1, 1);
    }

    @Test
    void shouldCommitAndRollBackInATransactedServerSession() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = new ServerPool(elsewhere()).with(transacted, message -> {
            hear(message);
            try {
                send(transacted, new FolioQueue("copies"), text(message));
                if (calls.incrementAndGet() == 1) {
                    transacted.rollback();
                } else {
                    transacted.commit();
                }
            } catch (JMSException e) {
                throw new IllegalArgumentException(e);
            }
        });
        send(connection.createSession(), queue, "a", "b");
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, pool, 2);
        MessageConsumer copies = connection.createSession().createConsumer(new FolioQueue("copies"));
        assertThat(next(copies)).isEqualTo("a");
        assertThat(next(copies)).isEqualTo("b");
        assertThat(heard).containsExactly("a", "a", "b");
        await().untilAsserted(() -> assertThat(depth()).isZero());
    }

    @Test
    void shouldKeepWhatIsNotAcknowledgedUntilTheServerSessionCloses() throws JMSException {
        FolioConnection connection = started();
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        CopyOnWriteArrayList<Message> messages = new CopyOnWriteArrayList<>();
        ServerPool pool = new ServerPool(elsewhere()).with(client, messages::add);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 1);
        send(connection.createSession(), queue, "a", "b", "c");
        await().until(() -> messages.size() == 3);
        consumer.close();
        messages.get(1).acknowledge();
        assertThat(depth()).isZero();
        send(connection.createSession(), queue, "d");
        try (ConnectionConsumerClosing again =
                new ConnectionConsumerClosing(connection.createConnectionConsumer(queue, null, pool, 1))) {
            await().until(() -> messages.size() == 4);
            assertThat(depth()).isEqualTo(1);
        }
        client.close();
        MessageConsumer other = connection.createSession().createConsumer(queue);
        assertThat(next(other)).isEqualTo("d");
    }

    private record ConnectionConsumerClosing(ConnectionConsumer consumer) implements AutoCloseable {
        @Override
        public void close() throws JMSException {
            consumer.close();
        }
    }

    @Test
    void shouldTakeWhatItsSelectorMatches() throws JMSException {
        FolioConnection connection = started();
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), this::hear);
        Session session = connection.createSession();
        for (String colour : List.of("red", "blue", "red")) {
            TextMessage message = session.createTextMessage(colour + heard.size());
            message.setStringProperty("colour", colour);
            session.createProducer(queue).send(message);
        }
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, "colour = 'red'", pool, 5);
        await().until(() -> heard.size() == 2);
        assertThat(drain(session.createConsumer(queue))).containsExactly("blue0");
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "colour =", pool, 5))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void shouldTakeNoMoreOnceClosed() throws JMSException {
        FolioConnection connection = started();
        ServerPool empty = new ServerPool(elsewhere());
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, empty, 1);
        send(connection.createSession(), queue, "a");
        // By now it waits in the pool, with a message in its hand.
        Session session = connection.createSession();
        await().untilAsserted(() -> assertThat(leased()).isEqualTo(1));
        consumer.close();
        consumer.close();
        assertThat(next(session.createConsumer(queue))).isEqualTo("a");
        assertThatThrownBy(consumer::getServerSessionPool).isInstanceOf(IllegalStateException.class);
    }

    private long leased() {
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            return store.queue("orders").subscription().leased();
        }
    }

    @Test
    void shouldTellTheExceptionListenerWhenThePoolFailsAndTryAgain() throws Exception {
        FolioConnection connection = started();
        CompletableFuture<JMSException> told = new CompletableFuture<>();
        connection.setExceptionListener(told::complete);
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), this::hear);
        AtomicInteger asked = new AtomicInteger();
        ServerSessionPool failing = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new JMSException("expected by the test");
            }
            return pool.getServerSession();
        };
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, failing, 1);
        send(connection.createSession(), queue, "a");
        assertThat(told.get(SOON, TimeUnit.MILLISECONDS)).hasMessageContaining("expected by the test");
        await().until(() -> heard.size() == 1);
        assertThat(heard).containsExactly("a");
    }

    @Test
    void shouldRefuseSessionsThatCannotTakeTheMessages() throws Exception {
        FolioConnection connection = started();
        FolioConnection other = started();
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        Session closed = connection.createSession();
        closed.setMessageListener(this::hear);
        closed.close();
        List<Session> unfit = List.of(other.createSession(), closed, connection.createSession());
        AtomicInteger asked = new AtomicInteger();
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), this::hear);
        ConnectionConsumer unused = connection.createConnectionConsumer(
                queue,
                null,
                () -> {
                    int turn = asked.getAndIncrement();
                    return turn < unfit.size() ? new Unfit(unfit.get(turn)) : pool.getServerSession();
                },
                1);
        send(connection.createSession(), queue, "a");
        await().until(() -> heard.size() == 1);
        assertThat(told)
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        first -> assertThat(first).contains("accepted=one that the connection"),
                        second -> assertThat(second).contains("closed"),
                        third -> assertThat(third).contains("no message listener"));
    }

    private record Unfit(Session session) implements ServerSession {
        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            throw new AssertionError("a session that cannot take messages is not started");
        }
    }

    @Test
    void shouldTakeBackWhatAServerSessionDidNotStart() throws JMSException {
        FolioConnection connection = started();
        connection.setExceptionListener(failure -> {});
        Session session = connection.createSession();
        session.setMessageListener(this::hear);
        ServerPool pool = new ServerPool(elsewhere()).with(connection.createSession(), this::hear);
        AtomicInteger asked = new AtomicInteger();
        ServerSessionPool failing = () -> asked.incrementAndGet() == 1 ? new Broken(session) : pool.getServerSession();
        send(connection.createSession(), queue, "a", "b");
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, failing, 2);
        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("a", "b");
        assertThat(asked).hasValue(2);
    }

    private record Broken(Session session) implements ServerSession {
        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() throws JMSException {
            throw new JMSException("expected by the test");
        }
    }

    @Test
    void shouldServeSubscriptionsOfTopics() throws JMSException {
        FolioConnection connection = started("jms.clientID=c");
        ServerPool pool = new ServerPool(elsewhere())
                .with(connection.createSession(), this::hear)
                .with(connection.createSession(), this::hear);
        ConnectionConsumer unshared = connection.createConnectionConsumer(topic, null, pool, 1);
        ConnectionConsumer durable = connection.createDurableConnectionConsumer(topic, "d", null, pool, 1);
        ConnectionConsumer shared = connection.createSharedConnectionConsumer(topic, "s", null, pool, 1);
        ConnectionConsumer kept = connection.createSharedDurableConnectionConsumer(topic, "sd", null, pool, 1);
        send(connection.createSession(), topic, "a");
        await().until(() -> heard.size() == 4);
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(topic, "d", null, pool, 1))
                .isInstanceOf(IllegalStateException.class);
        for (ConnectionConsumer consumer : List.of(unshared, durable, shared, kept)) {
            consumer.close();
        }
        send(connection.createSession(), topic, "b");
        Session session = connection.createSession();
        assertThat(next(session.createDurableConsumer(topic, "d"))).isEqualTo("b");
        assertThat(next(session.createSharedDurableConsumer(topic, "sd"))).isEqualTo("b");
        assertThat(heard).containsExactly("a", "a", "a", "a");
    }

    @Test
    void shouldRefuseOtherListenersAndReceivesInAServerSession() throws JMSException {
        FolioConnection connection = started();
        Session session = connection.createSession();
        session.setMessageListener(this::hear);
        assertThat(session.getMessageListener()).isNotNull();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> consumer.setMessageListener(this::hear)).isInstanceOf(IllegalStateException.class);
        session.setMessageListener(null);
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.setMessageListener(this::hear);
        assertThatThrownBy(() -> session.setMessageListener(this::hear)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession().run()).isInstanceOf(java.lang.IllegalStateException.class);
    }

    @Test
    void shouldRefuseWhatMakesNoConnectionConsumer() throws JMSException {
        FolioConnection connection = started();
        ServerPool pool = new ServerPool(elsewhere());
        assertThatThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, pool, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("pool");
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, pool, 0))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("value=0");
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(topic, "d", null, pool, 1))
                .as("without a client identifier")
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldGiveBackEverythingWhenTheConnectionCloses(int mode) throws JMSException {
        FolioConnection connection = started();
        BlockingQueue<Runnable> never = new LinkedBlockingQueue<>();
        Session session = connection.createSession(mode);
        ServerPool pool = new ServerPool(never::add).with(session, this::hear);
        send(connection.createSession(), queue, "a", "b", "c");
        ConnectionConsumer unused = connection.createConnectionConsumer(queue, null, pool, 2);
        await().until(() -> never.size() == 1);
        connection.close();
        never.remove().run();
        assertThat(heard).isEmpty();
        Session after = started().createSession();
        MessageConsumer consumer = after.createConsumer(queue);
        Message first = consumer.receive(SOON);
        assertThat(text(first)).isEqualTo("a");
        assertThat(first.getJMSRedelivered()).as("was never delivered").isFalse();
        assertThat(drain(consumer)).containsExactly("b", "c");
    }
}
