package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Checklist(59)
class ContextProducerTest extends ProviderTest {
    private final Queue queue = new FolioQueue("q");
    private FolioContext context;
    private JMSProducer producer;

    @BeforeEach
    void open() {
        context = context();
        producer = context.createProducer();
    }

    private Message sent() {
        return context.createConsumer(queue).receive(SOON);
    }

    @Test
    void shouldChainItsOptions() throws JMSException {
        JMSProducer same = producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(7)
                .setTimeToLive(60_000)
                .setDeliveryDelay(0)
                .setDisableMessageID(true)
                .setDisableMessageTimestamp(true)
                .setAsync(null)
                .setJMSCorrelationID("correlation")
                .setJMSType("type")
                .setJMSReplyTo(queue)
                .setProperty("p", 1)
                .send(queue, "text");
        assertThat(same).isSameAs(producer);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(7);
        assertThat(producer.getTimeToLive()).isEqualTo(60_000);
        assertThat(producer.getDeliveryDelay()).isZero();
        assertThat(producer.getDisableMessageID()).isTrue();
        assertThat(producer.getDisableMessageTimestamp()).isTrue();
        Message message = sent();
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
        assertThat(message.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(message.getJMSType()).isEqualTo("type");
        assertThat(message.getJMSReplyTo()).isEqualTo(queue);
        assertThat(message.getIntProperty("p")).isEqualTo(1);
    }

    @Test
    @Checklist(50)
    void shouldRefuseIllegalOptions() {
        assertThatThrownBy(() -> producer.setDeliveryMode(9)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setPriority(-1)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void shouldSendTheFiveKindsOfBody() throws JMSException {
        producer.send(queue, "text");
        assertThat(((TextMessage) sent()).getText()).isEqualTo("text");
        producer.send(queue, new byte[] {1});
        assertThat(((BytesMessage) sent()).getBodyLength()).isEqualTo(1);
        producer.send(queue, Map.<String, Object>of("a", 1));
        assertThat(((MapMessage) sent()).getInt("a")).isEqualTo(1);
        producer.send(queue, (Serializable) "object");
        assertThat(sent()).isInstanceOf(ObjectMessage.class);
        producer.send(queue, context.createMessage());
        assertThat(sent()).isNotNull();
    }

    @Test
    void shouldSendMessagesWithoutABody() throws JMSException {
        producer.send(queue, (String) null);
        assertThat(((TextMessage) sent()).getText()).isNull();
        producer.send(queue, (byte[]) null);
        assertThat(((BytesMessage) sent()).getBodyLength()).isZero();
        producer.send(queue, (Map<String, Object>) null);
        assertThat(((MapMessage) sent()).getMapNames().hasMoreElements()).isFalse();
        producer.send(queue, (Serializable) null);
        assertThat(((ObjectMessage) sent()).getObject()).isNull();
    }

    @Test
    void shouldRefuseAMapWithAValueOfAnotherType() {
        assertThatThrownBy(() -> producer.send(queue, Map.<String, Object>of("a", new Object())))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void shouldOverrideWhatTheMessageSays() throws JMSException {
        TextMessage message = context.createTextMessage("a");
        message.setStringProperty("p", "message");
        message.setStringProperty("q", "message");
        message.setJMSType("message");
        message.setJMSCorrelationID("message");
        producer.setProperty("p", "producer").setJMSType("producer").send(queue, message);
        Message received = sent();
        assertThat(received.getStringProperty("p")).isEqualTo("producer");
        assertThat(received.getStringProperty("q")).isEqualTo("message");
        assertThat(received.getJMSType()).isEqualTo("producer");
        assertThat(received.getJMSCorrelationID()).isEqualTo("message");
    }

    @Test
    void shouldRefuseToSetPropertiesOnAMessageThatIsReadOnly() {
        producer.send(queue, "a");
        Message received = sent();
        producer.setProperty("p", 1);
        assertThatThrownBy(() -> producer.send(queue, received))
                .isInstanceOf(MessageNotWriteableRuntimeException.class);
        producer.clearProperties().send(queue, received);
        assertThat(sent()).isNotNull();
    }

    @Test
    @Checklist({91, 92})
    void shouldConvertProperties() {
        producer.setProperty("boolean", true)
                .setProperty("byte", (byte) 1)
                .setProperty("short", (short) 2)
                .setProperty("int", 3)
                .setProperty("long", 4L)
                .setProperty("float", 5f)
                .setProperty("double", 6d)
                .setProperty("string", "7")
                .setProperty("object", (Object) 8);
        assertThat(producer.getPropertyNames())
                .containsExactlyInAnyOrder(
                        "boolean", "byte", "short", "int", "long", "float", "double", "string", "object");
        assertThatThrownBy(() -> producer.getPropertyNames().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(producer.getBooleanProperty("boolean")).isTrue();
        assertThat(producer.getByteProperty("byte")).isEqualTo((byte) 1);
        assertThat(producer.getShortProperty("byte")).isEqualTo((short) 1);
        assertThat(producer.getIntProperty("short")).isEqualTo(2);
        assertThat(producer.getLongProperty("string")).isEqualTo(7);
        assertThat(producer.getFloatProperty("float")).isEqualTo(5f);
        assertThat(producer.getDoubleProperty("float")).isEqualTo(5d);
        assertThat(producer.getStringProperty("double")).isEqualTo("6.0");
        assertThat(producer.getObjectProperty("object")).isEqualTo(8);
        assertThat(producer.propertyExists("int")).isTrue();
        assertThat(producer.propertyExists("nothing")).isFalse();
        assertThat(producer.getStringProperty("nothing")).isNull();
        assertThatThrownBy(() -> producer.getByteProperty("int")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getIntProperty("nothing")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> producer.setProperty("x", new Object()))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.setProperty("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(null, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.clearProperties().getPropertyNames()).isEmpty();
    }

    @Test
    void shouldKeepCorrelationIdsAsBytes() throws JMSException {
        producer.setJMSCorrelationIDAsBytes(new byte[] {1, 2}).send(queue, "a");
        assertThat(producer.getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
        assertThat(sent().getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
        producer.setJMSCorrelationID(null);
        assertThat(producer.getJMSCorrelationID()).isNull();
        assertThat(producer.getJMSReplyTo()).isNull();
        assertThat(producer.getJMSType()).isNull();
    }
}
