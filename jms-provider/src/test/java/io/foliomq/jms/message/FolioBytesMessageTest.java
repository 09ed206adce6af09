package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FolioBytesMessageTest {
    private static final String TEXT = "a\u0000\u007F\u0080\u07FF\u0800\uFFFF\uD83D\uDE00";

    private final FolioBytesMessage message = new MessageFactory().createBytesMessage();

    private void writeOneOfEach() throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeChar('\u1234');
        message.writeInt(-3);
        message.writeLong(-4);
        message.writeFloat(Float.MIN_VALUE);
        message.writeDouble(-Double.MAX_VALUE);
        message.writeUTF(TEXT);
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {9, 4, 5, 9}, 1, 2);
    }

    @Test
    @Checklist(97)
    void shouldReadWhatWasWritten() throws JMSException {
        writeOneOfEach();
        FolioBytesMessage received = Wire.receive(message);
        message.reset();
        for (FolioBytesMessage one : List.of(message, received)) {
            assertThat(one.readBoolean()).isTrue();
            assertThat(one.readByte()).isEqualTo((byte) -1);
            assertThat(one.readShort()).isEqualTo((short) -2);
            assertThat(one.readChar()).isEqualTo('\u1234');
            assertThat(one.readInt()).isEqualTo(-3);
            assertThat(one.readLong()).isEqualTo(-4);
            assertThat(one.readFloat()).isEqualTo(Float.MIN_VALUE);
            assertThat(one.readDouble()).isEqualTo(-Double.MAX_VALUE);
            assertThat(one.readUTF()).isEqualTo(TEXT);
            byte[] rest = new byte[9];
            assertThat(one.readBytes(rest)).isEqualTo(5);
            assertThat(rest).startsWith(1, 2, 3, 4, 5);
            assertThat(one.readBytes(rest)).isEqualTo(-1);
        }
    }

    @Test
    @Checklist(97)
    void shouldSpeakTheFormatOfDataStreams() throws JMSException, IOException {
        writeOneOfEach();
        byte[] bytes = message.getBody(byte[].class);
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
        assertThat(input.readBoolean()).isTrue();
        assertThat(input.readByte()).isEqualTo((byte) -1);
        assertThat(input.readShort()).isEqualTo((short) -2);
        assertThat(input.readChar()).isEqualTo('\u1234');
        assertThat(input.readInt()).isEqualTo(-3);
        assertThat(input.readLong()).isEqualTo(-4);
        assertThat(input.readFloat()).isEqualTo(Float.MIN_VALUE);
        assertThat(input.readDouble()).isEqualTo(-Double.MAX_VALUE);
        assertThat(input.readUTF()).isEqualTo(TEXT);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new DataOutputStream(output).writeUTF(TEXT);
        message.clearBody();
        message.writeUTF(TEXT);
        assertThat(message.getBody(byte[].class)).isEqualTo(output.toByteArray());
    }

    @Test
    @Checklist(97)
    void shouldReadEveryByteButZeroAsTrue() throws JMSException {
        message.writeBoolean(false);
        message.writeBoolean(true);
        message.writeByte((byte) -5);
        FolioBytesMessage received = Wire.receive(message);
        assertThat(received.readBoolean()).isFalse();
        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readBoolean()).isTrue();
    }

    @Test
    @Checklist(97)
    void shouldReadUnsigned() throws JMSException {
        message.writeByte((byte) 0xFE);
        message.writeShort((short) 0xFEDC);
        message.reset();
        assertThat(message.readUnsignedByte()).isEqualTo(0xFE);
        assertThat(message.readUnsignedShort()).isEqualTo(0xFEDC);
    }

    @Test
    @Checklist(99)
    void shouldBeWriteOnlyUntilReset() throws JMSException {
        message.writeInt(1);
        for (ThrowingCallable reading : readings(message)) {
            assertThatThrownBy(reading).isInstanceOf(MessageNotReadableException.class);
        }
        assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);
        message.reset();
        assertThat(message.getBodyLength()).isEqualTo(4);
        assertThat(message.readInt()).isEqualTo(1);
        assertThat(message.getBodyLength()).isEqualTo(4);
        for (ThrowingCallable writing : writings(message)) {
            assertThatThrownBy(writing).isInstanceOf(MessageNotWriteableException.class);
        }
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    @Checklist(99)
    void shouldBeReadOnlyWhenReceivedUntilCleared() throws JMSException {
        message.writeInt(1);
        message.setIntProperty("p", 2);
        FolioBytesMessage received = Wire.receive(message);
        for (ThrowingCallable writing : writings(received)) {
            assertThatThrownBy(writing).isInstanceOf(MessageNotWriteableException.class);
        }
        assertThat(received.readInt()).isEqualTo(1);
        received.clearBody();
        for (ThrowingCallable reading : readings(received)) {
            assertThatThrownBy(reading).isInstanceOf(MessageNotReadableException.class);
        }
        received.writeByte((byte) 5);
        assertThat(Wire.receive(received).getBodyLength()).isEqualTo(1);
        assertThat(received.getIntProperty("p")).isEqualTo(2);
    }

    private static List<ThrowingCallable> readings(FolioBytesMessage one) {
        return List.of(
                one::readBoolean,
                one::readByte,
                one::readUnsignedByte,
                one::readShort,
                one::readUnsignedShort,
                one::readChar,
                one::readInt,
                one::readLong,
                one::readFloat,
                one::readDouble,
                one::readUTF,
                () -> one.readBytes(new byte[1]),
                () -> one.readBytes(new byte[1], 1));
    }

    private static List<ThrowingCallable> writings(FolioBytesMessage one) {
        return List.of(
                () -> one.writeBoolean(true),
                () -> one.writeByte((byte) 1),
                () -> one.writeShort((short) 1),
                () -> one.writeChar('c'),
                () -> one.writeInt(1),
                () -> one.writeLong(1),
                () -> one.writeFloat(1),
                () -> one.writeDouble(1),
                () -> one.writeUTF("x"),
                () -> one.writeBytes(new byte[1]),
                () -> one.writeBytes(new byte[1], 0, 1),
                () -> one.writeObject(1));
    }

    @Test
    @Checklist({98, 100})
    void shouldEndWithAnExceptionAndStay() throws JMSException {
        message.writeByte((byte) 7);
        FolioBytesMessage received = Wire.receive(message);
        for (ThrowingCallable tooLong : List.<ThrowingCallable>of(
                received::readShort,
                received::readUnsignedShort,
                received::readChar,
                received::readInt,
                received::readLong,
                received::readFloat,
                received::readDouble,
                received::readUTF)) {
            assertThatThrownBy(tooLong).isInstanceOf(MessageEOFException.class);
        }
        assertThat(received.readByte()).isEqualTo((byte) 7);
        for (ThrowingCallable beyond :
                List.<ThrowingCallable>of(received::readByte, received::readBoolean, received::readUnsignedByte)) {
            assertThatThrownBy(beyond).isInstanceOf(MessageEOFException.class);
        }
    }

    @Test
    @Checklist({98, 100})
    void shouldStayBeforeATextThatIsNone() throws JMSException {
        message.writeShort((short) 3);
        message.writeBytes(new byte[] {(byte) 0xE1, 0x20, 0x20});
        FolioBytesMessage received = Wire.receive(message);
        assertThatThrownBy(received::readUTF).isInstanceOf(MessageFormatException.class);
        assertThat(received.readShort()).isEqualTo((short) 3);
        received.clearBody();
        received.writeShort((short) 10);
        received.writeByte((byte) 'x');
        received.reset();
        assertThatThrownBy(received::readUTF).isInstanceOf(MessageEOFException.class);
        assertThat(received.readShort()).isEqualTo((short) 10);
        for (byte[] malformed : new byte[][] {
            {0, 1, (byte) 0x80}, {0, 1, (byte) 0xC3}, {0, 2, (byte) 0xE1, (byte) 0x81}, {0, 1, (byte) 0xF0}
        }) {
            received.clearBody();
            received.writeBytes(malformed);
            received.reset();
            assertThatThrownBy(received::readUTF).isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    @Checklist(97)
    void shouldShowNothingOfABodyThatWasCleared() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        FolioBytesMessage before = Wire.receive(message);
        message.clearBody();
        message.writeByte((byte) 9);
        assertThat(before.getBody(byte[].class)).isEqualTo(new byte[] {1, 2, 3, 4, 5});
        assertThat(message.getBody(byte[].class)).isEqualTo(new byte[] {9});
        assertThat(message.readByte()).isEqualTo((byte) 9);
        assertThatThrownBy(message::readByte).isInstanceOf(MessageEOFException.class);
    }

    @Test
    @Checklist(100)
    void shouldReadBytesInParts() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        FolioBytesMessage received = Wire.receive(message);
        byte[] part = new byte[2];
        assertThat(received.readBytes(part)).isEqualTo(2);
        assertThat(part).containsExactly(1, 2);
        byte[] large = new byte[10];
        assertThat(received.readBytes(large, 2)).isEqualTo(2);
        assertThat(large).startsWith(3, 4, 0);
        assertThat(received.readBytes(large)).isEqualTo(1);
        assertThat(large).startsWith(5, 4);
        assertThat(received.readBytes(large)).isEqualTo(-1);
        assertThat(received.readBytes(large, 10)).isEqualTo(-1);
        received.reset();
        assertThatThrownBy(() -> received.readBytes(part, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> received.readBytes(part, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(received.readBytes(part, 0)).isZero();
        assertThat(received.readByte()).isEqualTo((byte) 1);
    }

    @Test
    @Checklist(100)
    void shouldWriteObjectsOfTheSupportedClasses() throws JMSException {
        for (Object value : List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "text", new byte[] {7})) {
            message.writeObject(value);
        }
        FolioBytesMessage received = Wire.receive(message);
        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) 1);
        assertThat(received.readShort()).isEqualTo((short) 2);
        assertThat(received.readChar()).isEqualTo('c');
        assertThat(received.readInt()).isEqualTo(3);
        assertThat(received.readLong()).isEqualTo(4);
        assertThat(received.readFloat()).isEqualTo(5f);
        assertThat(received.readDouble()).isEqualTo(6d);
        assertThat(received.readUTF()).isEqualTo("text");
        assertThat(received.readByte()).isEqualTo((byte) 7);
        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        for (Object other : List.of(new Date(0), new Object(), List.of(), new int[1], new java.math.BigDecimal(1))) {
            assertThatThrownBy(() -> message.writeObject(other))
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(other.getClass().getName());
        }
    }

    @Test
    @Checklist(100)
    void shouldRefuseTextTooLongForItsFormat() throws JMSException {
        assertThatThrownBy(() -> message.writeUTF("x".repeat(65_536)))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("bytes=65536");
        assertThatThrownBy(() -> message.writeUTF("ü".repeat(32_768))).isInstanceOf(MessageFormatException.class);
        message.writeUTF("x".repeat(65_535));
        assertThat(Wire.receive(message).readUTF()).hasSize(65_535);
    }

    @Test
    @Checklist(103)
    void shouldResetBeforeAndAfterItsBodyIsTaken() throws JMSException {
        message.writeInt(5);
        assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
        message.writeInt(6);
        byte[] body = message.getBody(byte[].class);
        assertThat(body).containsExactly(0, 0, 0, 5, 0, 0, 0, 6);
        body[3] = 9;
        assertThat(message.readInt()).isEqualTo(5);
        assertThat(message.getBody(Object.class)).isEqualTo(new byte[] {0, 0, 0, 5, 0, 0, 0, 6});
        assertThat(message.readInt()).isEqualTo(5);
        assertThatThrownBy(() -> message.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    @Checklist(56)
    void shouldStayWritableAfterASend() throws JMSException {
        message.writeInt(1);
        FolioBytesMessage first = Wire.receive(message);
        message.writeInt(2);
        FolioBytesMessage second = Wire.receive(message);
        assertThat(first.getBodyLength()).isEqualTo(4);
        assertThat(second.getBodyLength()).isEqualTo(8);
    }

    @Test
    @Checklist(67)
    void shouldBeReadableForTheCompletionListener() throws JMSException {
        message.writeInt(1);
        message.completeAsyncSend();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void shouldForwardWhatItReceived() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        FolioBytesMessage received = Wire.receive(message);
        received.readByte();
        assertThat(Wire.encode(received)).isEqualTo(Wire.encode(message));
    }

    @Test
    void shouldHoldLargeBodies() throws JMSException {
        byte[] large = new byte[5_000_000];
        large[4_999_999] = 1;
        message.writeBytes(large);
        FolioBytesMessage received = Wire.receive(message);
        assertThat(received.getBodyLength()).isEqualTo(5_000_000);
        assertThat(received.getBody(byte[].class)).isEqualTo(large);
    }
}
