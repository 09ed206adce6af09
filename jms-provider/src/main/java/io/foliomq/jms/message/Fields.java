package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed values, boxed outside and encoded inside: property values, map entries, stream fields. */
final class Fields {
    private Fields() {}

    /** Writes a value: null, a boxed primitive, a String or a byte array. */
    static void put(@Nullable Object value, PayloadBuffer buffer) {
        if (value == null) {
            buffer.putByte(FieldType.NULL.code());
        } else if (value instanceof String text) {
            buffer.putByte(FieldType.TEXT.code());
            TextEncoder.put(text, buffer);
        } else if (value instanceof Boolean bool) {
            buffer.putByte((bool ? FieldType.TRUE : FieldType.FALSE).code());
        } else if (value instanceof Character character) {
            buffer.putByte(FieldType.CHAR.code());
            buffer.putChar(character);
        } else if (value instanceof Number number) {
            putNumber(number, buffer);
        } else {
            byte[] bytes = (byte[]) value;
            putBytes(bytes, 0, bytes.length, buffer);
        }
    }

    private static void putNumber(Number value, PayloadBuffer buffer) {
        if (value instanceof Integer number) {
            buffer.putByte(FieldType.INT.code());
            buffer.putInt(number);
        } else if (value instanceof Long number) {
            buffer.putByte(FieldType.LONG.code());
            buffer.putLong(number);
        } else if (value instanceof Double number) {
            buffer.putByte(FieldType.DOUBLE.code());
            buffer.putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            buffer.putByte(FieldType.FLOAT.code());
            buffer.putInt(Float.floatToRawIntBits(number));
        } else if (value instanceof Short number) {
            buffer.putByte(FieldType.SHORT.code());
            buffer.putShort(number);
        } else {
            buffer.putByte(FieldType.BYTE.code());
            buffer.putByte((Byte) value);
        }
    }

    static void putBytes(byte[] bytes, int offset, int length, PayloadBuffer buffer) {
        buffer.putByte(FieldType.BYTES.code());
        buffer.putVarint(length);
        buffer.putBytes(bytes, offset, length);
    }

    /** Writes names and values. */
    static void putAll(Map<String, @Nullable Object> entries, PayloadBuffer buffer) {
        entries.forEach(buffer.entryWriter());
    }

    /** Writes a name and a value. */
    static void putEntry(String name, @Nullable Object value, PayloadBuffer buffer) {
        TextEncoder.put(name, buffer);
        put(value, buffer);
    }

    /** Reads a value. */
    static @Nullable Object read(PayloadReader reader) throws CorruptMessageException {
        return switch (FieldType.of(reader.readByte())) {
            case NULL -> null;
            case FALSE -> Boolean.FALSE;
            case TRUE -> Boolean.TRUE;
            case BYTE -> reader.readByte();
            case SHORT -> reader.readShort();
            case CHAR -> reader.readChar();
            case INT -> reader.readInt();
            case LONG -> reader.readLong();
            case FLOAT -> Float.intBitsToFloat(reader.readInt());
            case DOUBLE -> Double.longBitsToDouble(reader.readLong());
            case TEXT -> reader.readText();
            case BYTES -> reader.readBytes(reader.readVarint());
        };
    }

    /** Reads names and values up to the end. */
    static void readAll(PayloadReader reader, Map<String, @Nullable Object> entries) throws CorruptMessageException {
        while (!reader.isAtEnd()) {
            entries.put(reader.readText(), read(reader));
        }
    }

    /** Moves over the value of the type that was just read. */
    static void skip(FieldType type, PayloadReader reader) throws CorruptMessageException {
        switch (type) {
            case TEXT -> reader.skipText();
            case BYTES -> reader.skip(reader.readVarint());
            default -> reader.skip(type.width());
        }
    }

    /** The value as a message keeps it: itself, or a copy of a byte array. */
    static @Nullable Object requireField(@Nullable Object value) throws MessageFormatException {
        return value instanceof byte[] bytes ? bytes.clone() : requireWritable(value);
    }

    /** The value, if a field of a stream or an entry of a map can have it. */
    static @Nullable Object requireWritable(@Nullable Object value) throws MessageFormatException {
        return value instanceof Character || value instanceof byte[]
                ? value
                : requireProperty(value, "a boxed primitive, String or byte[]");
    }

    /** The value, if a property can have it. */
    static @Nullable Object requireProperty(@Nullable Object value) throws MessageFormatException {
        return requireProperty(value, "Boolean, Byte, Short, Integer, Long, Float, Double or String");
    }

    private static @Nullable Object requireProperty(@Nullable Object value, String accepted)
            throws MessageFormatException {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte) {
            return value;
        }
        throw new MessageFormatException(
                "value of unsupported class: class=" + value.getClass().getName() + ", accepted=" + accepted);
    }
}
