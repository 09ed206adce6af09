package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value as another type: tables 3-2 and 3-7 of the specification, which agree where both apply. A String becomes a
 * primitive by its class's {@code valueOf}, and so does null, whatever exception that throws (section 3.5.4, 3.11.3).
 */
final class Conversions {
    private Conversions() {}

    static boolean toBoolean(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Boolean bool) {
            return bool;
        }
        return Boolean.parseBoolean(textFor(value, "boolean"));
    }

    static byte toByte(@Nullable Object value) throws MessageFormatException {
        return value instanceof Byte number ? number : Byte.parseByte(textFor(value, "byte"));
    }

    static short toShort(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(textFor(value, "short"));
    }

    static int toInt(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(textFor(value, "int"));
    }

    static long toLong(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(textFor(value, "long"));
    }

    static float toFloat(@Nullable Object value) throws MessageFormatException {
        return value instanceof Float number ? number : Float.parseFloat(textFor(value, "float"));
    }

    static double toDouble(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(textFor(value, "double"));
    }

    static char toChar(@Nullable Object value) throws MessageFormatException {
        if (value == null) {
            throw new NullPointerException("null has no value as char");
        }
        if (value instanceof Character character) {
            return character;
        }
        throw unsupported(value, "char");
    }

    static @Nullable String toText(@Nullable Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw unsupported(value, "String");
        }
        return value == null ? null : value.toString();
    }

    /** A copy. */
    static byte @Nullable [] toBytes(@Nullable Object value) throws MessageFormatException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw unsupported(value, "byte[]");
    }

    /** The String that a primitive is to be made of: null too, which each {@code parse} method treats as {@code valueOf} does. */
    @SuppressWarnings("NullAway") // null goes on to the parse methods on purpose
    private static String textFor(@Nullable Object value, String target) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unsupported(value, target);
    }

    static MessageFormatException unsupported(Object value, String target) {
        return new MessageFormatException(
                "unsupported conversion: from=" + value.getClass().getSimpleName() + ", to=" + target);
    }
}
