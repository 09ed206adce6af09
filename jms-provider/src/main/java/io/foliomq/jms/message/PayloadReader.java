package io.foliomq.jms.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over encoded bytes that never leaves its bounds: whatever the bytes say, the worst is a {@link CorruptMessageException}.
 * It allocates what it returns and no more than there are bytes.
 */
final class PayloadReader {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle CHARS = view(char[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private byte[] bytes;
    private int position;
    private int end;

    PayloadReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes on with other bytes. The caller has checked that they lie in the array. */
    void wrap(byte[] newBytes, int start, int newEnd) {
        bytes = newBytes;
        position = start;
        end = newEnd;
    }

    int position() {
        return position;
    }

    void position(int newPosition) {
        position = newPosition;
    }

    boolean isAtEnd() {
        return position == end;
    }

    /** Moves over that many bytes and returns where they begin. */
    int skip(int count) throws CorruptMessageException {
        int start = position;
        if (count < 0 || count > end - start) {
            throw new CorruptMessageException(
                    "payload ends early: position=" + start + ", needed=" + count + ", left=" + (end - start));
        }
        position = start + count;
        return start;
    }

    byte readByte() throws CorruptMessageException {
        return bytes[skip(Byte.BYTES)];
    }

    short readShort() throws CorruptMessageException {
        return (short) SHORTS.get(bytes, skip(Short.BYTES));
    }

    char readChar() throws CorruptMessageException {
        return (char) CHARS.get(bytes, skip(Character.BYTES));
    }

    int readInt() throws CorruptMessageException {
        return (int) INTS.get(bytes, skip(Integer.BYTES));
    }

    long readLong() throws CorruptMessageException {
        return (long) LONGS.get(bytes, skip(Long.BYTES));
    }

    int readVarint() throws CorruptMessageException {
        int start = position;
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                if (value < 0 || (shift == 28 && next > 0x07)) {
                    break;
                }
                return value;
            }
        }
        throw new CorruptMessageException("varint is not a length: position=" + start);
    }

    byte[] readBytes(int count) throws CorruptMessageException {
        int start = skip(count);
        byte[] copy = new byte[count];
        System.arraycopy(bytes, start, copy, 0, count);
        return copy;
    }

    /** A text that is one: a string, not bytes. */
    String readText() throws CorruptMessageException {
        int header = readVarint();
        int length = header >>> PayloadDescriptor.CODING_BITS;
        int start = skip(length);
        return TextCoding.of(header).decode(bytes, start, length);
    }

    /** A text or bytes: a {@link String} or a byte array. */
    Object readTextOrBytes() throws CorruptMessageException {
        int start = position;
        int header = readVarint();
        if (TextCoding.of(header) == TextCoding.BYTES) {
            return readBytes(header >>> PayloadDescriptor.CODING_BITS);
        }
        position = start;
        return readText();
    }

    /** Moves over a text of any coding. */
    void skipText() throws CorruptMessageException {
        int header = readVarint();
        skip(header >>> PayloadDescriptor.CODING_BITS);
    }
}
