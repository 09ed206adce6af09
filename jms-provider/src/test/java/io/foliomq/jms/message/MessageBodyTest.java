package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code getBody} and {@code isBodyAssignableTo} for all message types, sent and received. */
class MessageBodyTest {
    private static final MessageFactory FACTORY = new MessageFactory();

    private static void assertBody(FolioMessage sent, Object body, List<Class<?>> types, List<Class<?>> others)
            throws JMSException {
        for (FolioMessage message : List.of(sent, Wire.receive(sent))) {
            for (Class<?> type : types) {
                assertThat(message.isBodyAssignableTo(type)).as(type.getName()).isTrue();
                assertThat((Object) message.getBody(type)).as(type.getName()).isEqualTo(body);
            }
            for (Class<?> other : others) {
                assertThat(message.isBodyAssignableTo(other))
                        .as(other.getName())
                        .isFalse();
                assertThatThrownBy(() -> message.getBody(other))
                        .as(other.getName())
                        .isInstanceOf(MessageFormatException.class)
                        .hasMessageContaining(other.getName());
            }
        }
    }

    private static void assertNoBody(FolioMessage sent) throws JMSException {
        assertBody(sent, null, List.of(String.class, Map.class, byte[].class, Object.class, Integer.class), List.of());
    }

    @Test
    @Checklist(103)
    void shouldGiveATextAsStringAndItsSupertypes() throws JMSException {
        assertBody(
                FACTORY.createTextMessage("text"),
                "text",
                List.of(String.class, CharSequence.class, Serializable.class, Comparable.class, Object.class),
                List.of(Integer.class, byte[].class, Map.class, StringBuilder.class, int.class));
        assertNoBody(FACTORY.createTextMessage(null));
        assertBody(FACTORY.createTextMessage(""), "", List.of(String.class), List.of(Integer.class));
    }

    @Test
    @Checklist(103)
    void shouldGiveBytesAsByteArray() throws JMSException {
        FolioBytesMessage message = FACTORY.createBytesMessage();
        assertNoBody(FACTORY.createBytesMessage());
        message.writeByte((byte) 1);
        assertBody(
                message,
                new byte[] {1},
                List.of(byte[].class, Object.class),
                List.of(String.class, Byte[].class, int[].class, Map.class));
    }

    @Test
    @Checklist(103)
    void shouldGiveEntriesAsMap() throws JMSException {
        FolioMapMessage message = FACTORY.createMapMessage();
        assertNoBody(message);
        message.setInt("a", 1);
        assertBody(
                message,
                Map.of("a", 1),
                List.of(Map.class, Object.class),
                List.of(HashMap.class, LinkedHashMap.class, String.class, Serializable.class));
    }

    @Test
    @Checklist(103)
    void shouldGiveAnObjectAsWhatItIs() throws JMSException {
        assertBody(
                FACTORY.createObjectMessage(5),
                5,
                List.of(Serializable.class, Number.class, Integer.class, Object.class, Comparable.class),
                List.of(String.class, Long.class, int.class));
        assertNoBody(FACTORY.createObjectMessage(null));
    }

    @Test
    @Checklist(103)
    void shouldGiveNothingOfAMessageWithoutBody() throws JMSException {
        assertNoBody(FACTORY.createMessage());
    }

    @Test
    @Checklist(103)
    void shouldNeverGiveAStream() throws JMSException {
        FolioStreamMessage empty = FACTORY.createStreamMessage();
        FolioStreamMessage full = FACTORY.createStreamMessage();
        full.writeInt(1);
        for (FolioStreamMessage message : List.of(empty, full)) {
            assertBody(message, null, List.of(), List.of(Object.class, Integer.class, Map.class));
        }
    }

    @Test
    @Checklist(97)
    void shouldReceiveTheTypeThatWasSent() throws JMSException {
        assertThat(Wire.receive((FolioMessage) FACTORY.createTextMessage(null))).isInstanceOf(TextMessage.class);
        assertThat(Wire.receive((FolioMessage) FACTORY.createBytesMessage())).isInstanceOf(BytesMessage.class);
        assertThat(Wire.receive((FolioMessage) FACTORY.createMapMessage())).isInstanceOf(MapMessage.class);
        assertThat(Wire.receive((FolioMessage) FACTORY.createStreamMessage())).isInstanceOf(StreamMessage.class);
        assertThat(Wire.receive((FolioMessage) FACTORY.createObjectMessage(null)))
                .isInstanceOf(ObjectMessage.class);
        Message plain = Wire.receive((FolioMessage) FACTORY.createMessage());
        assertThat(plain).isInstanceOf(FolioPlainMessage.class);
        plain.clearBody();
        for (MessageKind kind : MessageKind.values()) {
            assertThat(MessageKind.of(kind.code())).isEqualTo(kind);
        }
    }
}
