package io.foliomq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Typed values, written and read one after the other. Write-only until {@link #reset()} and after {@link #clearBody()}, read-only
 * in between and when received. The body is kept in its encoded form, so a received one is decoded field by field. A read that
 * fails moves nothing (section 3.11.3).
 */
public final class FolioStreamMessage extends FolioMessage implements StreamMessage {
    /** No byte array field is being read in parts. */
    private static final int NO_FIELD = -1;

    private static final byte[] NO_BYTES = new byte[0];

    /** What is written to; null when the body is read-only. */
    private @Nullable PayloadBuffer output;

    private byte[] input = NO_BYTES;
    private int start;
    private int end;
    private final PayloadReader reader;
    /**
     * How many bytes of the field being read in parts are left; the reader stands on the first of them. 0 once a part has filled
     * its buffer to the last byte of the field, which only the next call tells, with -1.
     */
    private int fieldRemaining = NO_FIELD;

    FolioStreamMessage() {
        output = new PayloadBuffer();
        reader = new PayloadReader(input, 0, 0);
    }

    FolioStreamMessage(Payload payload, EnvelopeFields envelope) throws CorruptMessageException {
        super(payload.prelude(), envelope);
        input = payload.bytes();
        start = payload.bodyStart();
        end = payload.end();
        reader = new PayloadReader(input, start, end);
        while (!reader.isAtEnd()) {
            Fields.skip(FieldType.of(reader.readByte()), reader);
        }
        reader.position(start);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.STREAM;
    }

    @Override
    public void reset() {
        if (output != null) {
            input = output.array();
            start = 0;
            end = output.length();
            output = null;
        }
        reader.wrap(input, start, end);
        fieldRemaining = NO_FIELD;
    }

    @Override
    public void clearBody() {
        output = new PayloadBuffer();
        input = NO_BYTES;
        start = 0;
        end = 0;
        fieldRemaining = NO_FIELD;
    }

    @Override
    public void completeAsyncSend() {
        reset();
    }

    private PayloadBuffer writable() throws JMSException {
        if (output == null) {
            throw notWriteable(kind());
        }
        return output;
    }

    private void requireReadable() throws JMSException {
        if (output != null) {
            throw new MessageNotReadableException("body is write-only: kind=STREAM, accepted=after reset");
        }
    }

    private void requireField() throws JMSException {
        if (reader.isAtEnd()) {
            throw new MessageEOFException("stream ends: length=" + (end - start));
        }
    }

    /** A way to read one value, which fails if the value has no such form. */
    @FunctionalInterface
    private interface Conversion<T> {
        T of(@Nullable Object value) throws JMSException;
    }

    /** Reads one field; whatever goes wrong, the next read sees the same field. */
    private <T> T read(Conversion<T> conversion) throws JMSException {
        requireReadable();
        if (fieldRemaining > 0) {
            throw new MessageFormatException("byte array field is not read to its end: left=" + fieldRemaining);
        }
        requireField();
        int before = reader.position();
        boolean isRead = false;
        try {
            T value = conversion.of(Fields.read(reader));
            isRead = true;
            fieldRemaining = NO_FIELD;
            return value;
        } finally {
            if (!isRead) {
                reader.position(before);
            }
        }
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return read(Conversions::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return read(Conversions::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return read(Conversions::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return read(Conversions::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return read(Conversions::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return read(Conversions::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return read(Conversions::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return read(Conversions::toDouble);
    }

    @Override
    @SuppressWarnings("NullAway") // null is read as null
    public @Nullable String readString() throws JMSException {
        return read(Conversions::toText);
    }

    @Override
    @SuppressWarnings("NullAway") // null is read as null
    public @Nullable Object readObject() throws JMSException {
        return read(value -> value);
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        Objects.requireNonNull(value, "buffer to read into");
        requireReadable();
        if (fieldRemaining == 0) {
            fieldRemaining = NO_FIELD;
            return -1;
        }
        if (fieldRemaining == NO_FIELD && !enterField()) {
            return -1;
        }
        int count = Math.min(value.length, fieldRemaining);
        System.arraycopy(input, reader.skip(count), value, 0, count);
        fieldRemaining = count < value.length ? NO_FIELD : fieldRemaining - count;
        return count;
    }

    /** Enters a byte array field; false, and past it, if the field is null. */
    private boolean enterField() throws JMSException {
        requireField();
        int before = reader.position();
        FieldType type = FieldType.of(reader.readByte());
        if (type == FieldType.NULL) {
            return false;
        }
        if (type != FieldType.BYTES) {
            reader.position(before);
            throw new MessageFormatException("unsupported conversion: from=" + type + ", to=byte[]");
        }
        fieldRemaining = reader.readVarint();
        return true;
    }

    private void write(@Nullable Object value) throws JMSException {
        Fields.put(value, writable());
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(value);
    }

    @Override
    public void writeString(@Nullable String value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte @Nullable [] value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        PayloadBuffer target = writable();
        Objects.checkFromIndexSize(offset, length, value.length);
        Fields.putBytes(value, offset, length, target);
    }

    @Override
    public void writeObject(@Nullable Object value) throws JMSException {
        PayloadBuffer target = writable();
        Fields.put(Fields.requireWritable(value), target);
    }

    @Override
    boolean hasBody() {
        return output != null ? output.length() > 0 : end > start;
    }

    /** Never: a stream is many objects. */
    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        throw notA(type);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return false;
    }

    @Override
    Object body() throws JMSException {
        throw new MessageFormatException("stream message has no body as one object: accepted=the read methods");
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return false;
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        if (output != null) {
            buffer.putBytes(output.array(), 0, output.length());
        } else {
            buffer.putBytes(input, start, end - start);
        }
    }
}
