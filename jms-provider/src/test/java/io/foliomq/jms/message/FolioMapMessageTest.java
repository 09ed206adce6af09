package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class FolioMapMessageTest {
    private final FolioMapMessage message = new MessageFactory().createMapMessage();

    private static List<ThrowingCallable> setters(FolioMapMessage one, String name) {
        return List.of(
                () -> one.setBoolean(name, true),
                () -> one.setByte(name, (byte) 1),
                () -> one.setShort(name, (short) 1),
                () -> one.setChar(name, 'c'),
                () -> one.setInt(name, 1),
                () -> one.setLong(name, 1),
                () -> one.setFloat(name, 1),
                () -> one.setDouble(name, 1),
                () -> one.setString(name, "x"),
                () -> one.setBytes(name, new byte[1]),
                () -> one.setBytes(name, new byte[1], 0, 1),
                () -> one.setObject(name, 1));
    }

    @Test
    @Checklist(97)
    void shouldReadWhatWasSet() throws JMSException {
        message.setBoolean("boolean", true);
        message.setByte("byte", (byte) 1);
        message.setShort("short", (short) 2);
        message.setChar("char", 'c');
        message.setInt("int", 3);
        message.setLong("long", 4);
        message.setFloat("float", 5);
        message.setDouble("double", 6);
        message.setString("any name; even this", "text");
        message.setBytes("bytes", new byte[] {7});
        message.setBytes("part", new byte[] {9, 8, 9}, 1, 1);
        message.setString("null", null);
        message.setBytes("nullBytes", null);
        message.setString("empty", "");
        FolioMapMessage received = Wire.receive(message);
        for (FolioMapMessage one : List.of(message, received)) {
            assertThat(one.getBoolean("boolean")).isTrue();
            assertThat(one.getByte("byte")).isEqualTo((byte) 1);
            assertThat(one.getShort("short")).isEqualTo((short) 2);
            assertThat(one.getChar("char")).isEqualTo('c');
            assertThat(one.getInt("int")).isEqualTo(3);
            assertThat(one.getLong("long")).isEqualTo(4);
            assertThat(one.getFloat("float")).isEqualTo(5);
            assertThat(one.getDouble("double")).isEqualTo(6);
            assertThat(one.getString("any name; even this")).isEqualTo("text");
            assertThat(one.getBytes("bytes")).containsExactly(7);
            assertThat(one.getBytes("part")).containsExactly(8);
            assertThat(one.getObject("null")).isNull();
            assertThat(one.itemExists("null")).isTrue();
            assertThat(one.getBytes("nullBytes")).isNull();
            assertThat(one.getString("empty")).isEmpty();
            assertThat(Collections.list(one.getMapNames()))
                    .hasSize(14)
                    .contains("boolean", "null", "any name; even this");
        }
    }

    @Test
    @Checklist(101)
    void shouldHaveNullForMissingNames() throws JMSException {
        FolioMapMessage received = Wire.receive(message);
        assertThat(received.getString("missing")).isNull();
        assertThat(received.getObject("missing")).isNull();
        assertThat(received.getBytes("missing")).isNull();
        assertThat(received.itemExists("missing")).isFalse();
        assertThat(received.itemExists(null)).isFalse();
        assertThat(received.getMapNames().hasMoreElements()).isFalse();
        assertThat(received.getBoolean("missing")).isFalse();
    }

    @ParameterizedTest
    @Checklist(101)
    @NullAndEmptySource
    void shouldRefuseNoName(String name) {
        for (ThrowingCallable setter : setters(message, name)) {
            assertThatThrownBy(setter).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Checklist({97, 100})
    void shouldTakeObjectsOfTheSupportedClasses() throws JMSException {
        List<Object> values = List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "text", new byte[] {7});
        for (Object value : values) {
            message.setObject(value.getClass().getSimpleName(), value);
        }
        FolioMapMessage received = Wire.receive(message);
        for (Object value : values) {
            assertThat(received.getObject(value.getClass().getSimpleName())).isEqualTo(value);
        }
        for (Object other : List.of(new Date(0), new Object(), List.of(), new int[1], new Byte[] {1})) {
            assertThatThrownBy(() -> message.setObject("other", other))
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(other.getClass().getName());
        }
        assertThat(message.itemExists("other")).isFalse();
    }

    @Test
    @Checklist(99)
    void shouldBeReadOnlyWhenReceivedUntilCleared() throws JMSException {
        message.setInt("a", 1);
        message.setIntProperty("p", 2);
        assertThat(message.getInt("a")).isEqualTo(1);
        FolioMapMessage received = Wire.receive(message);
        for (ThrowingCallable setter : setters(received, "a")) {
            assertThatThrownBy(setter).isInstanceOf(MessageNotWriteableException.class);
        }
        assertThat(received.getInt("a")).isEqualTo(1);
        received.clearBody();
        assertThat(received.itemExists("a")).isFalse();
        received.setInt("b", 3);
        assertThat(received.getInt("b")).isEqualTo(3);
        assertThat(received.getIntProperty("p")).isEqualTo(2);
        assertThat(Wire.receive(received).getInt("b")).isEqualTo(3);
    }

    @Test
    @Checklist(56)
    void shouldCopyByteArrays() throws JMSException {
        byte[] bytes = {1};
        message.setBytes("a", bytes);
        message.setObject("b", bytes);
        bytes[0] = 2;
        assertThat(message.getBytes("a")).containsExactly(1);
        assertThat(message.getBytes("b")).containsExactly(1);
        message.getBytes("a")[0] = 3;
        ((byte[]) message.getObject("a"))[0] = 3;
        ((byte[]) message.getBody(Map.class).get("a"))[0] = 3;
        assertThat(message.getBytes("a")).containsExactly(1);
        assertThatThrownBy(() -> message.setBytes("c", bytes, 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @Checklist(103)
    void shouldGiveItsBodyAsACopy() throws JMSException {
        message.setInt("a", 1);
        message.setString("b", null);
        FolioMapMessage received = Wire.receive(message);
        Map<?, ?> body = received.getBody(Map.class);
        assertThat(body.get("a")).isEqualTo(1);
        assertThat(body.containsKey("b")).isTrue();
        assertThat(body.get("b")).isNull();
        body.clear();
        assertThat(received.getInt("a")).isEqualTo(1);
    }

    @Test
    void shouldForwardWhatNobodyLookedAt() throws JMSException {
        message.setString("a", "ü\uD83D");
        message.setBytes("b", new byte[100]);
        assertThat(Wire.encode(Wire.receive(message))).isEqualTo(Wire.encode(message));
        FolioMapMessage looked = Wire.receive(message);
        looked.getString("a");
        assertThat(Wire.encode(looked)).isEqualTo(Wire.encode(message));
    }
}
