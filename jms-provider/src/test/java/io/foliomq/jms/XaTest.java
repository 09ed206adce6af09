package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Limits;
import io.foliomq.engine.OverflowPolicy;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Checklist(121)
class XaTest extends ProviderTest {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Queue in = new FolioQueue("in");
    private final Queue out = new FolioQueue("out");

    private record TestXid(int formatId, byte[] global, byte[] qualifier) implements Xid {
        @Override
        public int getFormatId() {
            return formatId;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return global.clone();
        }

        @Override
        public byte[] getBranchQualifier() {
            return qualifier.clone();
        }
    }

    static Xid xid() {
        byte[] global = ("tx-" + COUNTER.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        return new TestXid(42, global, new byte[] {1});
    }

    private FolioXAConnection xa(String... settings) throws JMSException {
        FolioXAConnection connection = closing(new FolioXAConnectionFactory(url(settings)).createXAConnection());
        connection.start();
        return connection;
    }

    private List<String> contents(Queue queue) throws JMSException {
        try (FolioConnection connection = (FolioConnection) factory().createConnection()) {
            connection.start();
            return drain(connection.createSession().createConsumer(queue));
        }
    }

    private void put(Queue queue, String... texts) throws JMSException {
        try (FolioConnection connection = (FolioConnection) factory().createConnection()) {
            send(connection.createSession(), queue, texts);
        }
    }

    private static void assertRefused(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        XAException.class,
                        e -> assertThat(e.errorCode).as(e.getMessage()).isEqualTo(code));
    }

    /** Takes one message of {@code in} and sends {@code moved}, in a branch that has ended. */
    private Xid move(XASession session) throws Exception {
        Xid xid = xid();
        session.getXAResource().start(xid, XAResource.TMNOFLAGS);
        try (MessageConsumer consumer = session.createConsumer(in)) {
            next(consumer);
        }
        send(session, out, "moved");
        session.getXAResource().end(xid, XAResource.TMSUCCESS);
        return xid;
    }

    @Test
    void shouldTakeEffectWhenItIsCommittedInTwoPhases() throws Exception {
        put(in, "a", "b");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        Xid xid = move(session);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        assertThat(contents(out)).isEmpty();
        assertThat(contents(in)).containsExactly("b");
        resource.commit(xid, false);
        assertThat(contents(out)).containsExactly("moved");
        assertThat(contents(in)).isEmpty();
    }

    @Test
    void shouldTakeEffectWhenItIsCommittedInOnePhase() throws Exception {
        put(in, "a");
        XASession session = xa().createXASession();
        Xid xid = move(session);
        assertThat(contents(out)).isEmpty();
        session.getXAResource().commit(xid, true);
        assertThat(contents(out)).containsExactly("moved");
        assertThat(contents(in)).isEmpty();
        assertRefused(XAException.XAER_NOTA, () -> session.getXAResource().commit(xid, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRedeliverAfterARollback(boolean prepared) throws Exception {
        put(in, "a");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        Xid xid = move(session);
        if (prepared) {
            resource.prepare(xid);
        }
        resource.rollback(xid);
        assertThat(contents(out)).isEmpty();
        FolioConnection other = started();
        Message again = other.createSession().createConsumer(in).receive(SOON);
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertRefused(XAException.XAER_NOTA, () -> resource.rollback(xid));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeEndedThroughAnotherConnectionWhenItsOwnIsClosed(boolean commit) throws Exception {
        put(in, "a");
        Xid xid;
        try (XAConnection first = xa()) {
            XASession session = first.createXASession();
            xid = move(session);
            session.getXAResource().prepare(xid);
            session.close();
        }
        Store.endLinger(directory.resolve("store"));
        XAResource resource = xa().createXASession().getXAResource();
        Xid[] recovered = resource.recover(XAResource.TMSTARTRSCAN);
        assertThat(recovered).hasSize(1);
        assertThat(recovered[0].getFormatId()).isEqualTo(xid.getFormatId());
        assertThat(recovered[0].getGlobalTransactionId()).isEqualTo(xid.getGlobalTransactionId());
        assertThat(recovered[0].getBranchQualifier()).isEqualTo(xid.getBranchQualifier());
        assertThat(resource.recover(XAResource.TMNOFLAGS)).isEmpty();
        assertThat(resource.recover(XAResource.TMENDRSCAN)).isEmpty();
        assertThat(contents(in)).isEmpty();
        if (commit) {
            resource.commit(recovered[0], false);
        } else {
            resource.rollback(recovered[0]);
        }
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .isEmpty();
        assertThat(contents(out)).isEqualTo(commit ? List.of("moved") : List.of());
        assertThat(contents(in)).isEqualTo(commit ? List.of() : List.of("a"));
    }

    /** Section 6.1.8: the result of a closed session's work is determined later by the transaction manager. */
    @Test
    void shouldLeaveTheResultOfAClosedSessionToTheTransactionManager() throws Exception {
        put(in, "a");
        XAResource resource;
        Xid xid = xid();
        try (XAConnection connection = xa()) {
            XASession session = connection.createXASession();
            resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            next(session.createConsumer(in));
            send(session, out, "moved");
            session.close();
        }
        assertThat(contents(in)).isEmpty();
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        resource.commit(xid, false);
        assertThat(contents(out)).containsExactly("moved");
        assertThat(contents(in)).isEmpty();
        assertRefused(XAException.XAER_RMFAIL, () -> resource.start(xid(), XAResource.TMNOFLAGS));
    }

    @Test
    void shouldInterleaveBranchesOnOneSession() throws Exception {
        put(in, "a", "b", "c");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        MessageConsumer consumer = session.createConsumer(in);
        Xid one = xid();
        Xid two = xid();
        resource.start(one, XAResource.TMNOFLAGS);
        assertThat(next(consumer)).isEqualTo("a");
        resource.end(one, XAResource.TMSUSPEND);
        resource.start(two, XAResource.TMNOFLAGS);
        assertThat(next(consumer)).isEqualTo("b");
        send(session, out, "two");
        resource.end(two, XAResource.TMSUCCESS);
        resource.start(one, XAResource.TMRESUME);
        assertThat(next(consumer)).isEqualTo("c");
        send(session, out, "one");
        resource.end(one, XAResource.TMSUCCESS);
        resource.commit(two, true);
        assertThat(contents(out)).containsExactly("two");
        consumer.close();
        resource.rollback(one);
        assertThat(contents(out)).isEmpty();
        assertThat(contents(in)).containsExactly("a", "c");
    }

    @Test
    void shouldJoinTheWorkOfSeveralSessionsAndConnections() throws Exception {
        put(in, "a", "b");
        XASession one = xa().createXASession();
        XASession two = xa().createXASession();
        assertThat(one.getXAResource().isSameRM(two.getXAResource())).isTrue();
        Xid xid = xid();
        one.getXAResource().start(xid, XAResource.TMNOFLAGS);
        two.getXAResource().start(xid, XAResource.TMJOIN);
        assertThat(next(one.createConsumer(in))).isEqualTo("a");
        assertThat(next(two.createConsumer(in))).isEqualTo("b");
        send(one, out, "one");
        send(two, out, "two");
        one.getXAResource().end(xid, XAResource.TMSUCCESS);
        assertRefused(XAException.XAER_PROTO, () -> one.getXAResource().prepare(xid));
        two.getXAResource().end(xid, XAResource.TMSUCCESS);
        assertThat(one.getXAResource().prepare(xid)).isEqualTo(XAResource.XA_OK);
        two.getXAResource().commit(xid, false);
        assertThat(contents(out)).containsExactly("one", "two");
        assertThat(contents(in)).isEmpty();
    }

    @Test
    void shouldBeAnotherResourceOnAnotherStore() throws Exception {
        XAResource here = xa().createXASession().getXAResource();
        FolioXAConnectionFactory factory = new FolioXAConnectionFactory("folio:" + directory.resolve("other"));
        try (XAConnection connection = factory.createXAConnection()) {
            assertThat(here.isSameRM(connection.createXASession().getXAResource()))
                    .isFalse();
        }
        factory.close();
        assertThat(here.isSameRM(here)).isTrue();
    }

    @Test
    void shouldSayThatAnEmptyBranchIsReadOnly() throws Exception {
        XAResource resource = xa().createXASession().getXAResource();
        Xid xid = xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertRefused(XAException.XAER_NOTA, () -> resource.commit(xid, false));
    }

    @Test
    void shouldActAtOnceOutsideOfABranch() throws Exception {
        put(in, "a", "b");
        XASession session = xa().createXASession();
        assertThat(session.getTransacted()).isTrue();
        MessageConsumer consumer = session.createConsumer(in);
        assertThat(next(consumer)).isEqualTo("a");
        send(session, out, "x");
        assertThat(contents(out)).containsExactly("x");
        session.close();
        assertThat(contents(in)).containsExactly("b");
    }

    @Test
    void shouldRefuseWhatIsTheTransactionManagers() throws Exception {
        XASession session = xa().createXASession();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        try (XAJMSContext context = new FolioXAConnectionFactory(url()).createXAContext()) {
            assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
        }
    }

    @Test
    void shouldWorkThroughContexts() throws Exception {
        put(in, "a");
        Xid xid = xid();
        try (XAJMSContext context = new FolioXAConnectionFactory(url()).createXAContext()) {
            assertThat(context.getTransacted()).isTrue();
            XAResource resource = context.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            assertThat(next(context.getContext().createConsumer(in))).isEqualTo("a");
            send(context.getContext(), out, "x");
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(contents(out)).isEmpty();
            resource.commit(xid, true);
            try (var plain = context.createContext(Session.AUTO_ACKNOWLEDGE)) {
                assertThat(next(plain.createConsumer(out))).isEqualTo("x");
            }
        }
        assertThat(contents(in)).isEmpty();
    }

    @Test
    void shouldHaveTheFormsOfBothDomains() throws Exception {
        FolioXAConnectionFactory factory = new FolioXAConnectionFactory(url());
        Topic topic = new FolioTopic("t");
        try (XAQueueConnection queues = factory.createXAQueueConnection();
                XATopicConnection topics = factory.createXATopicConnection("anybody", null)) {
            var queueSession = queues.createXAQueueSession();
            assertThat(queueSession.getQueueSession().createSender(in)).isNotNull();
            assertThatThrownBy(() -> queueSession.createConsumer(topic)).isInstanceOf(IllegalStateException.class);
            var topicSession = topics.createXATopicSession();
            assertThat(topicSession.getTopicSession().createSubscriber(topic)).isNotNull();
            assertThatThrownBy(() -> topicSession.createConsumer(in)).isInstanceOf(IllegalStateException.class);
            assertThat(queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)
                            .getTransacted())
                    .isFalse();
            assertThat(topicSession.getSession()).isSameAs(topicSession);
        }
    }

    @Test
    void shouldBeAPlainFactoryTooAndThePlainOneNoneForXa() throws Exception {
        FolioXAConnectionFactory factory = new FolioXAConnectionFactory();
        factory.setUrl(url());
        factory.setDurability("group");
        assertThat(factory.getDurability()).isEqualTo("group");
        assertThat((Object) factory()).isNotInstanceOf(jakarta.jms.XAConnectionFactory.class);
        try (var context = factory.createContext()) {
            assertThat(context).isNotInstanceOf(XAJMSContext.class);
        }
        assertThat(factory.getReference().getClassName()).isEqualTo(FolioXAConnectionFactory.class.getName());
    }

    @Test
    void shouldHaveTheMessagesOfAListenerInTheBranch() throws Exception {
        put(in, "a", "b");
        FolioXAConnection connection = xa();
        XASession session = connection.createXASession();
        XAResource resource = session.getXAResource();
        Xid xid = xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        CountDownLatch both = new CountDownLatch(2);
        session.createConsumer(in).setMessageListener(message -> both.countDown());
        assertThat(both.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        connection.stop();
        resource.end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);
        session.close();
        resource.rollback(xid);
        assertThat(contents(in)).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHaveTheMessageInTheBranchThatAListenerBegins(boolean commit) throws Exception {
        put(in, "a");
        FolioXAConnection connection = xa();
        XASession session = connection.createXASession();
        AtomicReference<Object> outcome = new AtomicReference<>();
        session.createConsumer(in).setMessageListener(message -> {
            try {
                XAResource resource = session.getXAResource();
                Xid xid = xid();
                resource.start(xid, XAResource.TMNOFLAGS);
                send(session, out, "moved");
                resource.end(xid, XAResource.TMSUCCESS);
                resource.prepare(xid);
                outcome.set(xid);
            } catch (Exception e) {
                outcome.set(e);
            }
        });
        await().until(() -> outcome.get() != null);
        session.close();
        assertThat(contents(in)).isEmpty();
        Xid xid = (Xid) outcome.get();
        if (commit) {
            session.getXAResource().commit(xid, false);
        } else {
            session.getXAResource().rollback(xid);
        }
        assertThat(contents(in)).isEqualTo(commit ? List.of() : List.of("a"));
        assertThat(contents(out)).isEqualTo(commit ? List.of("moved") : List.of());
    }

    @Test
    void shouldRollBackABranchThatTakesTooLong() throws Exception {
        put(in, "a");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        assertThat(resource.getTransactionTimeout()).isZero();
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(1);
        Xid idle = move(session);
        assertThat(contents(in)).isEmpty();
        await().untilAsserted(() -> assertThat(contents(in)).containsExactly("a"));
        assertRefused(XAException.XA_RBTIMEOUT, () -> resource.prepare(idle));
        assertRefused(XAException.XAER_NOTA, () -> resource.rollback(idle));
        assertThat(contents(out)).isEmpty();
    }

    @Test
    void shouldDiscardWhatIsDoneInABranchThatTookTooLong() throws Exception {
        put(in, "a", "b");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        resource.setTransactionTimeout(1);
        Xid xid = xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(in);
        next(consumer);
        FolioConnection other = started();
        MessageConsumer watcher =
                other.createSession(Session.CLIENT_ACKNOWLEDGE).createConsumer(in);
        assertThat(next(watcher)).isEqualTo("b");
        assertThat(next(watcher)).isEqualTo("a");
        watcher.close();
        other.close();
        assertThat(next(consumer)).isIn("a", "b");
        send(session, out, "never");
        consumer.close();
        assertRefused(XAException.XA_RBTIMEOUT, () -> resource.end(xid, XAResource.TMSUCCESS));
        resource.rollback(xid);
        assertThat(contents(out)).isEmpty();
        assertThat(contents(in)).containsExactly("a", "b");
    }

    @Test
    void shouldRollBackABranchThatFailed() throws Exception {
        put(in, "a");
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        Xid xid = xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        next(session.createConsumer(in));
        send(session, out, "never");
        resource.end(xid, XAResource.TMFAIL);
        assertRefused(XAException.XA_RBROLLBACK, () -> resource.prepare(xid));
        session.close();
        assertThat(contents(in)).containsExactly("a");
        assertThat(contents(out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRollBackWhatCannotBeCommitted(boolean onePhase) throws Exception {
        put(out, "full");
        put(in, "a");
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            store.queue("out").limits(new Limits(1, 0, OverflowPolicy.FAIL, 0));
        }
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        Xid xid = move(session);
        if (onePhase) {
            assertRefused(XAException.XA_RBROLLBACK, () -> resource.commit(xid, true));
        } else {
            assertRefused(XAException.XA_RBROLLBACK, () -> resource.prepare(xid));
        }
        assertThat(contents(in)).containsExactly("a");
        assertThat(contents(out)).containsExactly("full");
    }

    @Test
    void shouldRefuseWhatTheProtocolDoesNotAllow() throws Exception {
        XASession session = xa().createXASession();
        XAResource resource = session.getXAResource();
        XAResource second = xa().createXASession().getXAResource();
        Xid xid = xid();
        assertRefused(XAException.XAER_INVAL, () -> resource.start(null, XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_INVAL, () -> resource.start(xid, XAResource.TMSUCCESS));
        assertRefused(
                XAException.XAER_INVAL,
                () -> resource.start(new TestXid(1, new byte[65], new byte[0]), XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_NOTA, () -> resource.start(xid, XAResource.TMJOIN));
        assertRefused(XAException.XAER_NOTA, () -> resource.start(xid, XAResource.TMRESUME));
        assertRefused(XAException.XAER_NOTA, () -> resource.end(xid, XAResource.TMSUCCESS));
        assertRefused(XAException.XAER_NOTA, () -> resource.prepare(xid));
        assertRefused(XAException.XAER_NOTA, () -> resource.commit(xid, true));
        assertRefused(XAException.XAER_NOTA, () -> resource.commit(xid, false));
        assertRefused(XAException.XAER_NOTA, () -> resource.rollback(xid));
        assertRefused(XAException.XAER_NOTA, () -> resource.forget(xid));
        assertRefused(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        assertRefused(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, out, "x");
        assertRefused(XAException.XAER_PROTO, () -> resource.start(xid(), XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_DUPID, () -> second.start(xid, XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_PROTO, () -> second.start(xid, XAResource.TMRESUME));
        assertRefused(XAException.XAER_PROTO, () -> second.end(xid, XAResource.TMSUCCESS));
        assertRefused(XAException.XAER_INVAL, () -> resource.end(xid, XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_PROTO, () -> resource.prepare(xid));
        assertRefused(XAException.XAER_PROTO, () -> resource.commit(xid, true));
        assertRefused(XAException.XAER_PROTO, () -> resource.rollback(xid));
        resource.end(xid, XAResource.TMSUSPEND);
        assertRefused(XAException.XAER_PROTO, () -> resource.start(xid, XAResource.TMJOIN));
        assertRefused(XAException.XAER_PROTO, () -> resource.prepare(xid));
        resource.end(xid, XAResource.TMSUCCESS);
        assertRefused(XAException.XAER_PROTO, () -> resource.commit(xid, false));
        resource.prepare(xid);
        assertRefused(XAException.XAER_PROTO, () -> resource.prepare(xid));
        assertRefused(XAException.XAER_PROTO, () -> resource.commit(xid, true));
        assertRefused(XAException.XAER_DUPID, () -> second.start(xid, XAResource.TMNOFLAGS));
        assertRefused(XAException.XAER_NOTA, () -> second.start(xid, XAResource.TMJOIN));
        second.commit(xid, false);
        assertThat(contents(out)).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldWhatCameFromATemporaryQueue(boolean commit) throws Exception {
        FolioXAConnection connection = xa();
        XASession session = connection.createXASession();
        XAResource resource = session.getXAResource();
        TemporaryQueue temporary = session.createTemporaryQueue();
        send(session, temporary, "t");
        Xid xid = xid();
        resource.start(xid, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(temporary);
        next(consumer);
        resource.end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);
        assertThat(consumer.receiveNoWait()).isNull();
        if (commit) {
            resource.commit(xid, false);
            assertThat(consumer.receiveNoWait()).isNull();
        } else {
            resource.rollback(xid);
            assertThat(next(consumer)).isEqualTo("t");
        }
    }

    @Test
    void shouldKeepADurableSubscriptionWhoseMessagesAreHeld() throws Exception {
        FolioXAConnection connection = xa("jms.clientID=me");
        XASession session = connection.createXASession();
        Topic topic = new FolioTopic("t");
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        send(session, topic, "a");
        Xid xid = xid();
        session.getXAResource().start(xid, XAResource.TMNOFLAGS);
        next(consumer);
        session.getXAResource().end(xid, XAResource.TMSUCCESS);
        consumer.close();
        session.getXAResource().prepare(xid);
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        session.getXAResource().commit(xid, false);
        session.unsubscribe("s");
    }
}
