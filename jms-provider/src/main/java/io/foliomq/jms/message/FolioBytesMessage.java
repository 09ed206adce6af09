package io.foliomq.jms.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, written and read like a stream, high byte first. Write-only until {@link #reset()} and after {@link #clearBody()},
 * read-only in between and when received. A read that fails moves nothing.
 */
public final class FolioBytesMessage extends FolioMessage implements BytesMessage {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle CHARS = view(char[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final byte[] NO_BYTES = new byte[0];

    /** The least that is taken for a body: one of {@value} bytes is a cache line and a half with its header. */
    private static final int INITIAL_CAPACITY = 104;

    private static final int WRITING = -1;
    /** What a body that is cleared may keep for the next. */
    private static final int KEPT_CAPACITY = 1 << 16;

    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    /** The body from {@link #start} to {@link #end}; what lies before is another part of a received payload. */
    private byte[] bytes = NO_BYTES;

    private int start;
    private int end;
    /** Where the next read begins; {@link #WRITING} as long as nothing can be read. Not a flag of its own: that would take 8 bytes of each message. */
    private int position;

    FolioBytesMessage() {
        position = WRITING;
    }

    private FolioBytesMessage(byte[] payload, int bodyStart, @Nullable Prelude prelude, EnvelopeFields envelope) {
        super(prelude, envelope);
        bytes = payload;
        start = bodyStart;
        position = bodyStart;
        end = payload.length;
    }

    /** A received one, of a copy of the payload and without a {@link Payload} in between: this is what is received most. */
    static FolioBytesMessage receive(DirectBuffer source, int offset, int length, EnvelopeFields envelope)
            throws CorruptMessageException {
        int bodyStart = Payload.bodyOffset(source, offset, length);
        byte[] payload = new byte[length];
        source.getBytes(offset, payload, 0, length);
        return new FolioBytesMessage(payload, bodyStart, Payload.preludeOf(payload, bodyStart), envelope);
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.BYTES;
    }

    @Override
    public void reset() {
        position = start;
    }

    @Override
    public void clearBody() {
        boolean isReceived = start != 0;
        // What the headers and properties of a received message are decoded from stays as it is.
        bytes = isReceived || bytes.length > KEPT_CAPACITY ? NO_BYTES : bytes;
        start = 0;
        end = 0;
        position = WRITING;
    }

    private boolean isWriting() {
        return position == WRITING;
    }

    @Override
    public void completeAsyncSend() {
        reset();
    }

    @Override
    public long getBodyLength() throws JMSException {
        requireReadable();
        return (long) end - start;
    }

    private void requireReadable() throws MessageNotReadableException {
        if (isWriting()) {
            throw new MessageNotReadableException("body is write-only: kind=BYTES, accepted=after reset");
        }
    }

    private void requireWritable() throws JMSException {
        if (!isWriting()) {
            throw notWriteable(kind());
        }
    }

    /** Makes room for that many bytes and returns where they begin. */
    private int claim(int count) throws JMSException {
        requireWritable();
        int at = end;
        long needed = (long) at + count;
        if (needed > bytes.length) {
            grow(needed);
        }
        end = (int) needed;
        return at;
    }

    private void grow(long needed) {
        if (needed > MAX_LENGTH) {
            throw new IllegalStateException(
                    "message is too large: length=" + needed + ", accepted=up to " + MAX_LENGTH + " bytes");
        }
        long ample = Math.max(INITIAL_CAPACITY, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_LENGTH, Math.max(needed, ample)));
    }

    /** Moves over that many bytes and returns where they begin. */
    private int advance(int count) throws JMSException {
        requireReadable();
        int at = position;
        if (count > end - at) {
            throw new MessageEOFException("bytes end: needed=" + count + ", left=" + (end - at));
        }
        position = at + count;
        return at;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return readByte() != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        int at = advance(Byte.BYTES);
        return bytes[at];
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return readByte() & 0xFF;
    }

    @Override
    public short readShort() throws JMSException {
        return (short) SHORTS.get(bytes, advance(Short.BYTES));
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return readShort() & 0xFFFF;
    }

    @Override
    public char readChar() throws JMSException {
        return (char) CHARS.get(bytes, advance(Character.BYTES));
    }

    @Override
    public int readInt() throws JMSException {
        return (int) INTS.get(bytes, advance(Integer.BYTES));
    }

    @Override
    public long readLong() throws JMSException {
        return (long) LONGS.get(bytes, advance(Long.BYTES));
    }

    @Override
    public float readFloat() throws JMSException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws JMSException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws JMSException {
        int before = position;
        try {
            int length = readUnsignedShort();
            int at = advance(length);
            return ModifiedUtf8.decode(bytes, at, length);
        } catch (JMSException e) {
            position = before;
            throw e;
        }
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        return readBytes(value, value.length);
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        requireReadable();
        if (length < 0 || length > value.length) {
            throw new IndexOutOfBoundsException("read bytes: length=" + length + ", accepted=0 to " + value.length);
        }
        int count = Math.min(length, end - position);
        if (count == 0 && length > 0) {
            return -1;
        }
        System.arraycopy(bytes, position, value, 0, count);
        position += count;
        return count;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeByte((byte) (value ? 1 : 0));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        int at = claim(Byte.BYTES);
        bytes[at] = value;
    }

    @Override
    public void writeShort(short value) throws JMSException {
        int at = claim(Short.BYTES);
        SHORTS.set(bytes, at, value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        int at = claim(Character.BYTES);
        CHARS.set(bytes, at, value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        int at = claim(Integer.BYTES);
        INTS.set(bytes, at, value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        int at = claim(Long.BYTES);
        LONGS.set(bytes, at, value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        requireWritable();
        int length = ModifiedUtf8.length(value);
        int at = claim(length);
        ModifiedUtf8.put(value, length, bytes, at);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        requireWritable();
        Objects.checkFromIndexSize(offset, length, value.length);
        int at = claim(length);
        System.arraycopy(value, offset, bytes, at, length);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        requireWritable();
        Objects.requireNonNull(value, "object to write");
        if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof Boolean bool) {
            writeBoolean(bool);
        } else if (value instanceof Character character) {
            writeChar(character);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else {
            throw unsupported(value);
        }
    }

    private void writeNumber(Number value) throws JMSException {
        if (value instanceof Integer number) {
            writeInt(number);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof Float number) {
            writeFloat(number);
        } else if (value instanceof Short number) {
            writeShort(number);
        } else if (value instanceof Byte number) {
            writeByte(number);
        } else {
            throw unsupported(value);
        }
    }

    private static MessageFormatException unsupported(Object value) {
        return new MessageFormatException("value of unsupported class: class="
                + value.getClass().getName() + ", accepted=a boxed primitive, String or byte[]");
    }

    @Override
    boolean hasBody() {
        return end > start;
    }

    /** A copy of all bytes. Resets before and after, as {@code getBody} is to do. */
    @Override
    Object body() {
        reset();
        return Arrays.copyOfRange(bytes, start, end);
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return type.isAssignableFrom(byte[].class);
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        buffer.putBytes(bytes, start, end - start);
    }
}
