package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several processes on one store: what one does, the others see; what one leaves behind when it is killed, they get. */
class ProcessesIT extends ProviderTest {
    private final Queue queue = new FolioQueue("q");
    private FolioConnection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = started();
        session = connection.createSession();
    }

    private ChildJvm child() {
        ChildJvm child = closing(ChildJvm.start(JmsChild.class, url()));
        child.await("ready");
        return child;
    }

    @Test
    @Checklist({58, 73})
    void shouldSendToEachOther() throws Exception {
        ChildJvm child = child();
        MessageConsumer consumer = session.createConsumer(queue);
        Future<Message> received = waitingReceive(consumer::receive);
        assertThat(child.ask("send queue://q hello")).isEqualTo("done");
        assertThat(text(received.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("hello");
        send(connection.createSession(), new FolioQueue("back"), "answer");
        assertThat(child.ask("take auto queue://back")).isEqualTo("answer:1");
    }

    @Test
    @Checklist({30, 73})
    void shouldCompeteForMessages() throws Exception {
        ChildJvm child = child();
        child.ask("consume queue://q");
        List<String> here = Collections.synchronizedList(new ArrayList<>());
        connection.createSession().createConsumer(queue).setMessageListener(message -> {
            try {
                here.add(text(message));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        List<String> sent = new ArrayList<>();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 500; i++) {
            sent.add(String.valueOf(i));
            producer.send(session.createTextMessage(String.valueOf(i)));
        }
        await().until(() -> here.size() + child.pending().size() >= sent.size());
        List<String> all = new ArrayList<>(here);
        child.pending().forEach(line -> all.add(line.substring("got ".length(), line.length() - ":1".length())));
        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    @Checklist({37, 38})
    void shouldGetWhatAKilledProcessDidNotAcknowledge() throws JMSException {
        ChildJvm child = child();
        send(session, queue, "a", "b");
        assertThat(child.ask("take client queue://q")).isEqualTo("a:1");
        child.kill();
        MessageConsumer consumer = session.createConsumer(queue);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Message message = consumer.receive(SOON);
            received.add(text(message) + ":" + message.getJMSRedelivered());
        }
        assertThat(received).containsExactlyInAnyOrder("a:true", "b:false");
    }

    @Test
    @Checklist({42, 43})
    void shouldSeeNothingOfATransactionWhoseProcessIsKilled() throws JMSException {
        ChildJvm child = child();
        send(session, queue, "a");
        assertThat(child.ask("take transacted queue://q")).isEqualTo("a:1");
        child.ask("transact queue://out never");
        child.kill();
        Message again = session.createConsumer(queue).receive(SOON);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(session.createConsumer(new FolioQueue("out")).receiveNoWait())
                .isNull();
    }

    @Test
    @Checklist({42})
    void shouldSeeWhatAnotherProcessCommitted() throws JMSException {
        ChildJvm child = child();
        MessageConsumer consumer = session.createConsumer(queue);
        child.ask("transact queue://q a");
        child.ask("transact queue://q b");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(child.ask("commit")).isEqualTo("done");
        assertThat(drain(consumer)).containsExactly("a", "b");
    }

    @Test
    @Checklist(15)
    void shouldHaveAClientIdAloneUntilTheProcessDies() throws JMSException {
        ChildJvm child = child();
        assertThat(child.ask("clientid me")).isEqualTo("done");
        FolioConnection other = connect();
        assertThatThrownBy(() -> other.setClientID("me")).isInstanceOf(InvalidClientIDException.class);
        child.kill();
        child.awaitExit();
        other.setClientID("me");
        assertThat(other.getClientID()).isEqualTo("me");
    }

    @Test
    @Checklist(113)
    void shouldShareASubscriptionWhoeverBeganIt() throws JMSException {
        ChildJvm child = child();
        FolioTopic topic = new FolioTopic("t");
        MessageConsumer first = session.createSharedConsumer(topic, "here");
        assertThat(child.ask("shared here topic://t")).isEqualTo("done");
        assertThat(child.ask("shared there topic://t")).isEqualTo("done");
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "there", "a = 1"))
                .isInstanceOf(JMSException.class);
        MessageConsumer second = session.createSharedConsumer(topic, "there");
        send(session, topic, "a", "b");
        assertThat(child.ask("receive here")).isEqualTo("a:1");
        assertThat(child.ask("receive there")).isEqualTo("a:1");
        assertThat(drain(first)).containsExactly("b");
        assertThat(drain(second)).containsExactly("b");
    }

    @Test
    @Checklist({110, 112})
    void shouldHaveADurableSubscriptionAloneUntilTheProcessDies() throws JMSException {
        ChildJvm child = child();
        child.ask("clientid me");
        assertThat(child.ask("durable s topic://t")).isEqualTo("done");
        FolioTopic topic = new FolioTopic("t");
        send(session, topic, "a", "b");
        assertThat(child.ask("receive s")).isEqualTo("a:1");
        child.kill();
        child.awaitExit();
        Session mine = started("jms.clientID=me").createSession();
        List<MessageConsumer> opened = new ArrayList<>();
        await().ignoreExceptionsInstanceOf(JMSException.class)
                .until(() -> opened.add(mine.createDurableConsumer(topic, "s")));
        Message again = opened.get(0).receive(SOON);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(next(opened.get(0))).isEqualTo("b");
    }

    @Test
    @Checklist({118, 120})
    void shouldReplyToATemporaryQueueOfAnotherProcess() throws JMSException {
        ChildJvm child = child();
        TemporaryQueue replies = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(replies);
        TextMessage request = session.createTextMessage("question");
        request.setJMSReplyTo(replies);
        session.createProducer(queue).send(request);
        assertThat(child.ask("reply queue://q answer")).isEqualTo("done");
        assertThat(next(consumer)).isEqualTo("answer");
        assertThat(child.ask("take auto " + replies)).isEqualTo("refused InvalidDestinationException");
        consumer.close();
        replies.delete();
        assertThat(child.ask("send " + replies + " late"))
                .isEqualTo("refused " + InvalidDestinationException.class.getSimpleName());
    }
}
