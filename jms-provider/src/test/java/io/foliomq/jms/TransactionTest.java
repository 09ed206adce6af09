package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest extends ProviderTest {
    private final Queue in = new FolioQueue("in");
    private final Queue out = new FolioQueue("out");

    @Test
    @Checklist(42)
    void shouldShowAndSettleNothingBeforeTheCommit() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Session auto = connection.createSession();
        MessageConsumer watcher = auto.createConsumer(out);
        send(auto, in, "a");
        assertThat(next(transacted.createConsumer(in))).isEqualTo("a");
        send(transacted, out, "x", "y");
        assertThat(watcher.receiveNoWait()).isNull();
        transacted.commit();
        assertThat(drain(watcher)).containsExactly("x", "y");
        transacted.rollback();
        assertThat(drain(auto.createConsumer(in))).isEmpty();
    }

    @Test
    @Checklist({43, 37})
    void shouldDropTheSentAndRedeliverTheReceivedAfterARollback() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(connection.createSession(), in, "a", "b");
        MessageConsumer consumer = transacted.createConsumer(in);
        next(consumer);
        next(consumer);
        send(transacted, out, "never");
        transacted.rollback();
        for (String text : List.of("a", "b")) {
            Message again = consumer.receive(SOON);
            assertThat(text(again)).isEqualTo(text);
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
        transacted.commit();
        assertThat(drain(connection.createSession().createConsumer(out))).isEmpty();
    }

    @Test
    @Checklist(44)
    void shouldBeginTheNextTransactionWhereOneEnds() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(out);
        producer.send(transacted.createTextMessage("1"));
        transacted.commit();
        producer.send(transacted.createTextMessage("2"));
        transacted.rollback();
        producer.send(transacted.createTextMessage("3"));
        transacted.commit();
        transacted.commit();
        assertThat(drain(connection.createSession().createConsumer(out))).containsExactly("1", "3");
    }

    @ParameterizedTest
    @Checklist(45)
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldRefuseToEndATransactionThatIsNone(int mode) throws JMSException {
        Session session = connect().createSession(mode);
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
        FolioContext context = context(mode);
        assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(context::rollback).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Checklist(46)
    void shouldSayThatACommitEndedInARollback() throws JMSException {
        FolioConnection connection = started("limit.maxDepth=1", "limit.overflow=fail");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Session auto = connection.createSession();
        send(auto, out, "fills it");
        send(auto, in, "a");
        MessageConsumer consumer = transacted.createConsumer(in);
        next(consumer);
        send(transacted, out, "too much");
        assertThatThrownBy(transacted::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(consumer.receive(SOON).getJMSRedelivered()).isTrue();
        transacted.commit();
        assertThat(drain(auto.createConsumer(out))).containsExactly("fills it");
    }

    @Test
    @Checklist({47, 108})
    void shouldSpanQueuesAndTopicsAndBothStyles() throws JMSException {
        FolioConnection connection = started();
        FolioSession transacted = (FolioSession) connection.createSession(Session.SESSION_TRANSACTED);
        Session auto = connection.createSession();
        Topic topic = new FolioTopic("t");
        MessageConsumer subscriber = auto.createConsumer(topic);
        MessageConsumer receiver = auto.createConsumer(out);
        send(auto, in, "a");
        next(transacted.createReceiver(in));
        transacted.createPublisher(topic).publish(transacted.createTextMessage("published"));
        transacted.createSender(out).send(transacted.createTextMessage("sent"));
        assertThat(subscriber.receiveNoWait()).isNull();
        assertThat(receiver.receiveNoWait()).isNull();
        transacted.commit();
        assertThat(next(subscriber)).isEqualTo("published");
        assertThat(next(receiver)).isEqualTo("sent");
    }

    @Test
    @Checklist({48, 71})
    void shouldKeepTheMessagesOfAClosedConsumerInTheTransaction() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Session auto = connection.createSession();
        send(auto, in, "a", "b");
        MessageConsumer consumer = transacted.createConsumer(in);
        next(consumer);
        consumer.close();
        MessageConsumer second = transacted.createConsumer(in);
        assertThat(next(second)).isEqualTo("b");
        second.close();
        transacted.rollback();
        MessageConsumer later = auto.createConsumer(in);
        assertThat(drain(later)).containsExactly("a", "b");
    }

    @Test
    @Checklist({48, 112})
    void shouldSettleTheMessagesOfAClosedSubscriber() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Topic topic = new FolioTopic("t");
        MessageConsumer subscriber = transacted.createConsumer(topic);
        send(connection.createSession(), topic, "a");
        next(subscriber);
        subscriber.close();
        transacted.commit();
    }

    @Test
    @Checklist(49)
    void shouldCountTimesFromTheSendNotFromTheCommit() throws JMSException {
        CachedEpochClock clock = new CachedEpochClock();
        clock.update(1_000_000);
        FolioConnection connection = closing((FolioConnection) factory(clock).createConnection());
        connection.start();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(out);
        producer.setDeliveryDelay(500);
        producer.setTimeToLive(5_000);
        producer.send(transacted.createTextMessage("a"));
        clock.update(1_000_400);
        transacted.commit();
        MessageConsumer consumer = connection.createSession().createConsumer(out);
        assertThat(consumer.receiveNoWait()).isNull();
        clock.update(1_000_500);
        Message message = consumer.receive(SOON);
        assertThat(message.getJMSTimestamp()).isEqualTo(1_000_000);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(1_000_500);
        assertThat(message.getJMSExpiration()).isEqualTo(1_005_000);
    }

    @Test
    @Checklist({42, 43})
    void shouldCommitAndRollBackFromAListener() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        transacted.createConsumer(in).setMessageListener(message -> {
            try {
                heard.add(text(message) + message.getJMSRedelivered());
                send(transacted, out, text(message));
                if (heard.size() == 1) {
                    transacted.rollback();
                } else {
                    transacted.commit();
                }
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        Session auto = connection.createSession();
        send(auto, in, "a", "b");
        await().until(() -> heard.size() == 3);
        MessageConsumer results = auto.createConsumer(out);
        assertThat(next(results)).isEqualTo("a");
        assertThat(next(results)).isEqualTo("b");
        assertThat(heard).containsExactly("afalse", "atrue", "bfalse");
    }

    @Test
    @Checklist({20, 26})
    void shouldRollBackWhenItsSessionCloses() throws JMSException {
        FolioConnection connection = started();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Session auto = connection.createSession();
        send(auto, in, "a");
        next(transacted.createConsumer(in));
        send(transacted, out, "never");
        transacted.close();
        Message again = auto.createConsumer(in).receive(SOON);
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(drain(auto.createConsumer(out))).isEmpty();
    }
}
