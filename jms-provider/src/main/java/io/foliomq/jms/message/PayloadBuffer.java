package io.foliomq.jms.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that grow as they are written, reused from message to message. Used by one thread. */
public final class PayloadBuffer {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle CHARS = view(char[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final int INITIAL_CAPACITY = 256;
    private static final int SCRATCH_LENGTH = 512;
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;
    /** Above this a buffer does not stay large for one large message. */
    private static final int RETAINED_CAPACITY = 1 << 20;

    private @Nullable UnsafeBuffer view;
    /** Made once, so that going over a map allocates nothing, not even an iterator. */
    private @Nullable BiConsumer<String, @Nullable Object> entryWriter;

    private char @Nullable [] scratch;
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes written: from 0 to {@link #length()}. Valid until the next write. */
    public DirectBuffer buffer() {
        UnsafeBuffer current = view;
        if (current == null) {
            current = new UnsafeBuffer(0, 0);
            view = current;
        }
        current.wrap(bytes, 0, length);
        return current;
    }

    /** Writes a name and a value here, see {@link Fields}. */
    BiConsumer<String, @Nullable Object> entryWriter() {
        BiConsumer<String, @Nullable Object> current = entryWriter;
        if (current == null) {
            current = (name, value) -> Fields.putEntry(name, value, this);
            entryWriter = current;
        }
        return current;
    }

    /** Characters on their way into the buffer, for whoever writes them. */
    char[] scratch() {
        char[] current = scratch;
        if (current == null) {
            current = new char[SCRATCH_LENGTH];
            scratch = current;
        }
        return current;
    }

    /** How many bytes are written. */
    public int length() {
        return length;
    }

    /** Copies what is written. */
    public void copyTo(MutableDirectBuffer target, int offset) {
        target.putBytes(offset, bytes, 0, length);
    }

    /** Forgets what is written. */
    void clear() {
        if (bytes.length > RETAINED_CAPACITY && length <= RETAINED_CAPACITY / 4) {
            bytes = new byte[RETAINED_CAPACITY];
        }
        length = 0;
    }

    /** What lies under it, valid up to {@link #length()} until the next write. */
    byte[] array() {
        return bytes;
    }

    /** Takes back what was written from there on. */
    void truncate(int newLength) {
        length = newLength;
    }

    /** Makes room for that many bytes and counts them as written; returns where they begin. */
    int claim(int count) {
        int start = length;
        long end = (long) start + count;
        if (end > bytes.length) {
            grow(end);
        }
        length = (int) end;
        return start;
    }

    private void grow(long required) {
        if (required > MAX_LENGTH) {
            throw new IllegalStateException(
                    "message is too large: length=" + required + ", accepted=up to " + MAX_LENGTH + " bytes");
        }
        long doubled = Math.min(MAX_LENGTH, Math.max(required, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) doubled);
    }

    void putByte(int value) {
        int at = claim(Byte.BYTES);
        bytes[at] = (byte) value;
    }

    void setByte(int at, int value) {
        bytes[at] = (byte) value;
    }

    void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    void putShort(short value) {
        int at = claim(Short.BYTES);
        SHORTS.set(bytes, at, value);
    }

    void putChar(char value) {
        int at = claim(Character.BYTES);
        CHARS.set(bytes, at, value);
    }

    void putInt(int value) {
        int at = claim(Integer.BYTES);
        INTS.set(bytes, at, value);
    }

    void putLong(long value) {
        int at = claim(Long.BYTES);
        LONGS.set(bytes, at, value);
    }

    void putBytes(byte[] source, int offset, int count) {
        int at = claim(count);
        System.arraycopy(source, offset, bytes, at, count);
    }

    void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            putByte(rest | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }
}
