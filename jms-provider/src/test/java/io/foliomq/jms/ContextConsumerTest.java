package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextConsumerTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");

    @Test
    @Checklist(75)
    void shouldReceiveBodies() {
        FolioContext context = context("jms.trustedPackages=java.lang");
        context.createProducer()
                .send(queue, "text")
                .send(queue, new byte[] {1, 2})
                .send(queue, Map.<String, Object>of("a", 1))
                .send(queue, (Serializable) Integer.valueOf(7));
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(consumer.receiveBody(String.class)).isEqualTo("text");
        assertThat(consumer.receiveBody(byte[].class, SOON)).containsExactly(1, 2);
        assertThat((Object) consumer.receiveBody(Map.class, SOON)).isEqualTo(Map.of("a", 1));
        assertThat(consumer.receiveBodyNoWait(Integer.class)).isEqualTo(7);
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        assertThat(consumer.receiveBody(String.class, 1)).isNull();
    }

    @ParameterizedTest
    @Checklist(75)
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void shouldLeaveABodyOfAnotherTypeAsIfItHadNotBeenTouched(int mode) throws JMSException {
        FolioContext context = context(mode);
        send(context, queue, "a", "b");
        JMSConsumer consumer = context.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(byte[].class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> consumer.receiveBodyNoWait(Map.class))
                .isInstanceOf(MessageFormatRuntimeException.class);
        Message message = consumer.receive(SOON);
        assertThat(text(message)).isEqualTo("a");
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(next(consumer)).isEqualTo("b");
    }

    @Test
    @Checklist(75)
    void shouldCountARefusedBodyAsDeliveredWithClientAcknowledgement() throws JMSException {
        FolioContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        send(context, queue, "a", "b");
        JMSConsumer consumer = context.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(byte[].class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(next(consumer)).isEqualTo("b");
        context.recover();
        Message again = consumer.receive(SOON);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    @Checklist(75)
    void shouldCountARefusedBodyAsDeliveredInATransaction() throws JMSException {
        FolioContext context = context(JMSContext.SESSION_TRANSACTED);
        send(context, queue, "a", "b");
        context.commit();
        JMSConsumer consumer = context.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(byte[].class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(next(consumer)).isEqualTo("b");
        context.rollback();
        assertThat(consumer.receive(SOON).getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    @Checklist(75)
    void shouldRefuseBodiesThatThereAreNot() {
        FolioContext context = context();
        JMSConsumer consumer = context.createConsumer(queue);
        context.createProducer().send(queue, context.createMessage());
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
        consumer.receive(SOON);
        context.createProducer().send(queue, context.createStreamMessage());
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
        consumer.receive(SOON);
        context.createProducer().send(queue, (String) null);
        assertThatThrownBy(() -> consumer.receiveBody(String.class, SOON))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    @Checklist(76)
    void shouldStartWithTheFirstConsumer() throws JMSException {
        FolioContext context = context();
        assertThat(context.getAutoStart()).isTrue();
        JMSConsumer consumer = context.createConsumer(queue);
        send(context, queue, "a");
        assertThat(next(consumer)).isEqualTo("a");
    }

    @Test
    @Checklist(76)
    void shouldNotStartByItselfWhenToldSo() throws JMSException {
        FolioContext context = context();
        context.setAutoStart(false);
        JMSConsumer consumer = context.createConsumer(queue);
        send(context, queue, "a");
        assertThat(consumer.receiveNoWait()).isNull();
        context.start();
        assertThat(next(consumer)).isEqualTo("a");
        context.stop();
        send(context, queue, "b");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    @Checklist(76)
    void shouldShareTheConnectionUntilTheLastContextCloses() throws JMSException {
        FolioContext first = context("jms.clientID=shared");
        JMSContext second = closing(first.createContext(JMSContext.CLIENT_ACKNOWLEDGE));
        assertThat(second.getClientID()).isEqualTo("shared");
        assertThat(second.getSessionMode()).isEqualTo(JMSContext.CLIENT_ACKNOWLEDGE);
        first.close();
        send(second, queue, "a");
        assertThat(next(second.createConsumer(queue))).isEqualTo("a");
        second.close();
        assertThat(context("jms.clientID=shared").getClientID()).isEqualTo("shared");
    }

    @Test
    @Checklist({76, 34})
    void shouldAcknowledgeForTheWholeContext() throws JMSException {
        FolioContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        send(context, queue, "a", "b");
        JMSConsumer consumer = context.createConsumer(queue);
        next(consumer);
        next(consumer);
        context.acknowledge();
        context.recover();
        assertThat(consumer.receiveNoWait()).isNull();
        FolioContext auto = context(JMSContext.AUTO_ACKNOWLEDGE);
        auto.acknowledge();
    }

    @Test
    @Checklist({76, 42, 43})
    void shouldCommitAndRollBack() throws JMSException {
        FolioContext context = context(Session.SESSION_TRANSACTED);
        JMSConsumer consumer = context.createConsumer(queue);
        send(context, queue, "a");
        assertThat(consumer.receiveNoWait()).isNull();
        context.commit();
        assertThat(next(consumer)).isEqualTo("a");
        context.rollback();
        assertThat(consumer.receive(SOON).getJMSRedelivered()).isTrue();
        context.commit();
    }

    @Test
    @Checklist(69)
    void shouldCallItsListener() throws Exception {
        FolioContext context = context();
        JMSConsumer consumer = context.createConsumer(queue, "JMSPriority > 5");
        assertThat(consumer.getMessageSelector()).isEqualTo("JMSPriority > 5");
        CompletableFuture<Message> heard = new CompletableFuture<>();
        consumer.setMessageListener(heard::complete);
        assertThat(consumer.getMessageListener()).isNotNull();
        JMSContext sender = closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        sender.createProducer().send(queue, "normal").setPriority(6).send(queue, "urgent");
        assertThat(text(heard.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("urgent");
        consumer.close();
    }

    @Test
    @Checklist({52, 80, 87})
    void shouldRefuseWithUncheckedExceptions() {
        FolioContext context = context();
        assertThatThrownBy(() -> context.createConsumer(null)).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createConsumer(queue, "x x"))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createBrowser(null)).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.unsubscribe("nobody")).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createProducer().send(null, "a"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createProducer().send(queue, (Message) null))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }
}
