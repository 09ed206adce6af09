package io.foliomq.jms.message;

/** The types of property values, map entries and stream fields. The code stands before the value and is never reused. */
enum FieldType {
    NULL(0, 0),
    FALSE(1, 0),
    TRUE(2, 0),
    BYTE(3, Byte.BYTES),
    SHORT(4, Short.BYTES),
    CHAR(5, Character.BYTES),
    INT(6, Integer.BYTES),
    LONG(7, Long.BYTES),
    FLOAT(8, Float.BYTES),
    DOUBLE(9, Double.BYTES),
    /** Followed by a text. */
    TEXT(10, -1),
    /** Followed by a varint, the length, and that many bytes. */
    BYTES(11, -1);

    private static final FieldType[] TYPES = values();

    private final byte code;
    private final int width;

    FieldType(int code, int width) {
        this.code = (byte) code;
        this.width = width;
    }

    byte code() {
        return code;
    }

    /** The bytes behind the code, or -1 if they tell themselves. */
    int width() {
        return width;
    }

    static FieldType of(byte code) throws CorruptMessageException {
        if (code < 0 || code >= TYPES.length) {
            throw new CorruptMessageException("field type: code=" + code + ", accepted=0 to " + (TYPES.length - 1));
        }
        return TYPES[code];
    }
}
