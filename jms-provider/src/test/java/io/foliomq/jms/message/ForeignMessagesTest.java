package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages whose class is not ours: proxies, which answer from one of ours or refuse. */
class ForeignMessagesTest {
    private static final MessageFactory FACTORY = new MessageFactory();

    private static <T extends Message> T foreign(Class<T> type, FolioMessage behind, Set<String> unsupported) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (unsupported.contains(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    private static <T extends Message> T foreign(Class<T> type, FolioMessage behind) {
        return foreign(type, behind, Set.of());
    }

    @Test
    @Checklist(57)
    void shouldLeaveOurOwnAsTheyAre() throws JMSException {
        FolioTextMessage ours = FACTORY.createTextMessage("text");
        assertThat(ForeignMessages.toOurs(ours, new MessageFactory())).isSameAs(ours);
    }

    @Test
    @Checklist(57)
    void shouldCopyHeadersAndProperties() throws JMSException {
        FolioTextMessage behind = FACTORY.createTextMessage("text");
        behind.setJMSCorrelationID("correlation");
        behind.setJMSType("type");
        behind.setJMSReplyTo((Topic) () -> "answers");
        behind.setIntProperty("int", 1);
        behind.setStringProperty("text", null);
        behind.setStringProperty("JMS_Other_x", "kept");
        behind.setStringProperty("JMSXGroupID", "group");
        behind.setIntProperty("JMSXDeliveryCount", 5);
        behind.setLongProperty("JMSXRcvTimestamp", 5);
        FolioMessage copy = ForeignMessages.toOurs(foreign(TextMessage.class, behind), FACTORY);
        assertThat(((FolioTextMessage) copy).getText()).isEqualTo("text");
        assertThat(copy.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(copy.getJMSType()).isEqualTo("type");
        assertThat(copy.getJMSReplyTo()).isEqualTo(new FolioTopic("answers"));
        assertThat(Collections.list(copy.getPropertyNames()))
                .containsExactlyInAnyOrder("int", "text", "JMS_Other_x", "JMSXGroupID");
        assertThat(copy.getObjectProperty("int")).isEqualTo(1);
        assertThat(copy.getObjectProperty("text")).isNull();
    }

    @Test
    @Checklist(57)
    void shouldKeepPropertyNamesThatOnlyTheOtherProviderTakes() throws JMSException {
        FolioTextMessage behind = FACTORY.createTextMessage("text");
        behind.copyProperty("dotted.name", 1);
        FolioMessage copy = ForeignMessages.toOurs(foreign(TextMessage.class, behind), FACTORY);
        assertThat(Wire.receive(copy).getIntProperty("dotted.name")).isEqualTo(1);
    }

    @Test
    @Checklist(57)
    void shouldCopyCorrelationBytesIfThereAreAny() throws JMSException {
        byte[] bytes = {1, 2};
        Message withBytes = (Message) Proxy.newProxyInstance(
                Message.class.getClassLoader(),
                new Class<?>[] {Message.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getJMSCorrelationIDAsBytes" -> bytes;
                    case "getPropertyNames" -> Collections.emptyEnumeration();
                    default -> null;
                });
        assertThat(ForeignMessages.toOurs(withBytes, FACTORY).getJMSCorrelationIDAsBytes())
                .isEqualTo(bytes);
        Message without = foreign(Message.class, FACTORY.createMessage(), Set.of("getJMSCorrelationIDAsBytes"));
        assertThat(ForeignMessages.toOurs(without, FACTORY).getJMSCorrelationID())
                .isNull();
    }

    @Test
    @Checklist(57)
    void shouldLeaveOutAReplyToOfNoKnownKind() throws JMSException {
        FolioPlainMessage behind = FACTORY.createMessage();
        behind.setJMSReplyTo(new Destination() {});
        assertThat(ForeignMessages.toOurs(foreign(Message.class, behind), FACTORY)
                        .getJMSReplyTo())
                .isNull();
    }

    @Test
    @Checklist(57)
    void shouldCopyEachBody() throws JMSException {
        FolioBytesMessage bytes = FACTORY.createBytesMessage();
        byte[] large = new byte[20_000];
        large[19_999] = 1;
        bytes.writeBytes(large);
        FolioMessage bytesCopy = ForeignMessages.toOurs(foreign(BytesMessage.class, bytes), FACTORY);
        assertThat(bytesCopy.getBody(byte[].class)).isEqualTo(large);
        assertThat(bytes.readByte()).as("left at the beginning").isZero();

        FolioMapMessage map = FACTORY.createMapMessage();
        map.setChar("char", 'c');
        map.setBytes("bytes", new byte[] {1});
        map.setString("null", null);
        FolioMessage mapCopy = ForeignMessages.toOurs(foreign(MapMessage.class, map), FACTORY);
        assertThat(mapCopy.getBody(Map.class).size()).isEqualTo(3);
        assertThat(((FolioMapMessage) mapCopy).getChar("char")).isEqualTo('c');

        List<Object> values = Arrays.asList(true, 'c', 3, "text", null, new byte[] {7}, 6d);
        FolioStreamMessage stream = FACTORY.createStreamMessage();
        for (Object value : values) {
            stream.writeObject(value);
        }
        FolioStreamMessage streamCopy =
                (FolioStreamMessage) ForeignMessages.toOurs(foreign(StreamMessage.class, stream), FACTORY);
        streamCopy.reset();
        for (Object value : values) {
            assertThat(streamCopy.readObject()).isEqualTo(value);
        }
        assertThat(stream.readBoolean()).as("left at the beginning").isTrue();

        FolioMessage object =
                ForeignMessages.toOurs(foreign(ObjectMessage.class, FACTORY.createObjectMessage("object")), FACTORY);
        assertThat(object.getBody(String.class)).isEqualTo("object");
        assertThat(ForeignMessages.toOurs(foreign(Message.class, FACTORY.createMessage()), FACTORY))
                .isInstanceOf(FolioPlainMessage.class);
    }

    @Test
    @Checklist({54, 57})
    void shouldTellAForeignMessageWhatTheSendAssigned() throws JMSException {
        FolioPlainMessage behind = FACTORY.createMessage();
        Message foreign = foreign(Message.class, behind, Set.of("assignSent"));
        EnvelopeFields sent = new EnvelopeFields(Wire.IDS)
                .deliveryMode(1)
                .priority(9)
                .timestamp(10)
                .expiration(20)
                .deliveryTime(30)
                .messageId(1, 2);
        ForeignMessages.assignSent(foreign, new FolioQueue("q"), sent);
        assertThat(foreign.getJMSDestination()).isEqualTo(new FolioQueue("q"));
        assertThat(foreign.getJMSDeliveryMode()).isEqualTo(1);
        assertThat(foreign.getJMSPriority()).isEqualTo(9);
        assertThat(foreign.getJMSTimestamp()).isEqualTo(10);
        assertThat(foreign.getJMSExpiration()).isEqualTo(20);
        assertThat(foreign.getJMSDeliveryTime()).isEqualTo(30);
        assertThat(foreign.getJMSMessageID()).isEqualTo("ID:fedcba9876543210-00000001-2");
        FolioPlainMessage ours = FACTORY.createMessage();
        ForeignMessages.assignSent(ours, new FolioQueue("q"), sent);
        assertThat(ours.getJMSMessageID()).isEqualTo("ID:fedcba9876543210-00000001-2");
    }

    @Test
    @Checklist(57)
    void shouldPassOnWhatTheForeignMessageThrows() {
        Message broken = foreign(TextMessage.class, FACTORY.createTextMessage("x"), Set.of("getText"));
        assertThatThrownBy(() -> ForeignMessages.toOurs(broken, FACTORY))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
