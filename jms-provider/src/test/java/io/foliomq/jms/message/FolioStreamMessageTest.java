package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FolioStreamMessageTest {
    private final FolioStreamMessage message = new MessageFactory().createStreamMessage();

    private static List<ThrowingCallable> readings(FolioStreamMessage one) {
        return List.of(
                one::readBoolean,
                one::readByte,
                one::readShort,
                one::readChar,
                one::readInt,
                one::readLong,
                one::readFloat,
                one::readDouble,
                one::readString,
                one::readObject,
                () -> one.readBytes(new byte[1]));
    }

    private static List<ThrowingCallable> writings(FolioStreamMessage one) {
        return List.of(
                () -> one.writeBoolean(true),
                () -> one.writeByte((byte) 1),
                () -> one.writeShort((short) 1),
                () -> one.writeChar('c'),
                () -> one.writeInt(1),
                () -> one.writeLong(1),
                () -> one.writeFloat(1),
                () -> one.writeDouble(1),
                () -> one.writeString("x"),
                () -> one.writeBytes(new byte[1]),
                () -> one.writeBytes(new byte[1], 0, 1),
                () -> one.writeObject(1));
    }

    @Test
    @Checklist(97)
    void shouldReadWhatWasWritten() throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeChar('\uD83D');
        message.writeInt(-3);
        message.writeLong(-4);
        message.writeFloat(-0f);
        message.writeDouble(Double.NaN);
        message.writeString("text");
        message.writeBytes(new byte[] {1, 2});
        message.writeBytes(new byte[] {9, 3, 9}, 1, 1);
        message.writeString(null);
        FolioStreamMessage received = Wire.receive(message);
        message.reset();
        for (FolioStreamMessage one : List.of(message, received)) {
            assertThat(one.readBoolean()).isTrue();
            assertThat(one.readByte()).isEqualTo((byte) -1);
            assertThat(one.readShort()).isEqualTo((short) -2);
            assertThat(one.readChar()).isEqualTo('\uD83D');
            assertThat(one.readInt()).isEqualTo(-3);
            assertThat(one.readLong()).isEqualTo(-4);
            assertThat(one.readFloat()).isEqualTo(-0f);
            assertThat(one.readDouble()).isNaN();
            assertThat(one.readString()).isEqualTo("text");
            assertThat(one.readObject()).isEqualTo(new byte[] {1, 2});
            assertThat(one.readObject()).isEqualTo(new byte[] {3});
            assertThat(one.readString()).isNull();
            assertThatThrownBy(one::readInt).isInstanceOf(MessageEOFException.class);
        }
    }

    @Test
    @Checklist({97, 100})
    void shouldWriteAndReadObjects() throws JMSException {
        List<Object> values = Arrays.asList(
                true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "text", new byte[] {7}, new byte[0], null, "");
        for (Object value : values) {
            message.writeObject(value);
        }
        FolioStreamMessage received = Wire.receive(message);
        for (Object value : values) {
            assertThat(received.readObject()).isEqualTo(value);
        }
        for (Object other : List.of(new Date(0), new Object(), List.of(), new int[1], java.math.BigInteger.ONE)) {
            assertThatThrownBy(() -> message.writeObject(other))
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(other.getClass().getName());
        }
        assertThat(Wire.encode(message)).isEqualTo(Wire.encode(received));
    }

    @Test
    @Checklist(99)
    void shouldBeWriteOnlyUntilResetAndReadOnlyThen() throws JMSException {
        message.writeInt(1);
        for (ThrowingCallable reading : readings(message)) {
            assertThatThrownBy(reading).isInstanceOf(MessageNotReadableException.class);
        }
        message.reset();
        for (ThrowingCallable writing : writings(message)) {
            assertThatThrownBy(writing).isInstanceOf(MessageNotWriteableException.class);
        }
        assertThat(message.readInt()).isEqualTo(1);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        FolioStreamMessage received = Wire.receive(message);
        for (ThrowingCallable writing : writings(received)) {
            assertThatThrownBy(writing).isInstanceOf(MessageNotWriteableException.class);
        }
        received.clearBody();
        for (ThrowingCallable reading : readings(received)) {
            assertThatThrownBy(reading).isInstanceOf(MessageNotReadableException.class);
        }
        received.writeInt(2);
        assertThat(Wire.receive(received).readInt()).isEqualTo(2);
    }

    @Test
    @Checklist(100)
    void shouldEndWithAnException() throws JMSException {
        FolioStreamMessage received = Wire.receive(message);
        for (ThrowingCallable reading : readings(received)) {
            assertThatThrownBy(reading).isInstanceOf(MessageEOFException.class);
        }
    }

    @Test
    @Checklist(98)
    void shouldStayBeforeAFieldThatCannotBeRead() throws JMSException {
        message.writeString("10x");
        message.writeBytes(new byte[] {5});
        FolioStreamMessage received = Wire.receive(message);
        assertThatThrownBy(received::readInt).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(received::readDouble).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(received::readChar).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> received.readBytes(new byte[9])).isInstanceOf(MessageFormatException.class);
        assertThat(received.readString()).isEqualTo("10x");
        assertThatThrownBy(received::readString).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> received.readBytes(null)).isInstanceOf(NullPointerException.class);
        assertThat(received.readBytes(new byte[9])).isEqualTo(1);
    }

    @Test
    @Checklist(100)
    void shouldReadAByteArrayFieldInParts() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {4});
        message.writeInt(5);
        FolioStreamMessage received = Wire.receive(message);
        byte[] part = new byte[2];
        assertThat(received.readBytes(part)).isEqualTo(2);
        assertThat(part).containsExactly(1, 2);
        assertThatThrownBy(received::readInt)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("left=1");
        assertThatThrownBy(received::readObject).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(received::readString).isInstanceOf(MessageFormatException.class);
        assertThat(received.readBytes(part)).isEqualTo(1);
        assertThat(part[0]).isEqualTo((byte) 3);
        assertThat(received.readBytes(part)).isEqualTo(1);
        assertThat(part[0]).isEqualTo((byte) 4);
        assertThat(received.readInt()).isEqualTo(5);
    }

    @Test
    @Checklist(100)
    void shouldTellTheEndOfAFieldThatFillsTheBuffer() throws JMSException {
        message.writeBytes(new byte[] {1, 2});
        message.writeBytes(new byte[] {3, 4});
        message.writeBytes(new byte[] {5, 6});
        FolioStreamMessage received = Wire.receive(message);
        byte[] buffer = new byte[2];
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(3, 4);
        assertThat(received.readObject()).as("the field was read to its end").isEqualTo(new byte[] {5, 6});
        assertThatThrownBy(() -> received.readBytes(buffer)).isInstanceOf(MessageEOFException.class);
    }

    @Test
    @Checklist(100)
    void shouldTellTheEndOfTheLastField() throws JMSException {
        message.writeBytes(new byte[] {1});
        FolioStreamMessage received = Wire.receive(message);
        byte[] buffer = new byte[1];
        assertThat(received.readBytes(buffer)).isEqualTo(1);
        assertThatThrownBy(received::readInt).isInstanceOf(MessageEOFException.class);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThatThrownBy(() -> received.readBytes(buffer)).isInstanceOf(MessageEOFException.class);
    }

    @Test
    @Checklist(100)
    void shouldTellEmptyFieldsFromNull() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeBytes(null);
        message.writeObject(null);
        message.writeInt(1);
        FolioStreamMessage received = Wire.receive(message);
        byte[] buffer = new byte[4];
        assertThat(received.readBytes(buffer)).isZero();
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readInt()).isEqualTo(1);
        received.reset();
        assertThat(received.readBytes(new byte[0])).isZero();
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readObject()).isNull();
    }

    @Test
    @Checklist(100)
    void shouldForgetAPartlyReadFieldWhenReset() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        FolioStreamMessage received = Wire.receive(message);
        received.readBytes(new byte[1]);
        received.reset();
        assertThat(received.readObject()).isEqualTo(new byte[] {1, 2, 3});
        received.reset();
        received.readBytes(new byte[1]);
        received.clearBody();
        received.writeInt(4);
        received.reset();
        assertThat(received.readInt()).isEqualTo(4);
    }

    @Test
    @Checklist(56)
    void shouldCopyByteArrays() throws JMSException {
        byte[] bytes = {1};
        message.writeBytes(bytes);
        message.writeObject(bytes);
        bytes[0] = 2;
        message.reset();
        assertThat(message.readObject()).isEqualTo(new byte[] {1});
        byte[] read = (byte[]) message.readObject();
        assertThat(read).containsExactly(1);
        read[0] = 3;
        message.reset();
        assertThat(message.readObject()).isEqualTo(new byte[] {1});
        assertThatThrownBy(() ->
                        Wire.receive(new MessageFactory().createStreamMessage()).writeBytes(bytes, 0, 9))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> new MessageFactory().createStreamMessage().writeBytes(bytes, 0, 9))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @Checklist(67)
    void shouldBeReadableForTheCompletionListenerAndWritableAfterASyncSend() throws JMSException {
        message.writeInt(1);
        Wire.receive(message);
        message.writeInt(2);
        message.completeAsyncSend();
        assertThat(message.readInt()).isEqualTo(1);
        assertThat(message.readInt()).isEqualTo(2);
    }
}
