package io.foliomq.jms.message;

/**
 * The layout of a payload: everything of a message that the engine's envelope does not hold. The {@link MessageKind} is in the
 * envelope and says what the body is. Numbers are little endian. Written once, by the sender, before the record is appended.
 *
 * <pre>
 *   0        1          2                 6
 *   +--------+----------+----------------+------------------------------------------+---------------------+
 *   | format | presence | prelude length | prelude: blocks, in the order of the bits | body, up to the end |
 *   +--------+----------+----------------+------------------------------------------+---------------------+
 *                       only if one of bits 0-5 is set                               only if bit 6 is set
 *
 *   presence   bit 0  connection      8 bytes, the identity of the sending connection
 *              bit 1  correlation id  text, or bytes
 *              bit 2  reply-to        destination
 *              bit 3  type            text
 *              bit 4  destination     destination
 *              bit 5  properties      property ...   up to the end of the prelude
 *              bit 6  body            absent: a null text or object, or no bytes, entries or fields
 *              bit 7  0
 *
 *   text         varint (bytes &lt;&lt; 2 | coding), bytes
 *                coding 0 ISO 8859-1; 1 UTF-8; 2 UTF-16 little endian; 3 bytes that are no text.
 *                The writer takes the first of 0, 1, 2 that can hold the string, so equal strings have equal bytes; 2 is only
 *                for strings with unpaired surrogates.
 *   destination  byte kind (1 queue, 2 topic, 3 temporary queue, 4 temporary topic), text name
 *   property     text name, value
 *   value        byte {@link FieldType}, then as that says
 *   varint       7 bits a byte, the lowest first, bit 7 set on all but the last; at most 5 bytes, and not negative
 *
 *   body of TEXT    text
 *           BYTES   the bytes
 *           MAP     (text name, value) ...
 *           STREAM  value ...
 *           OBJECT  a Java serialization stream
 *           PLAIN   never present
 * </pre>
 *
 * A message of bytes without properties costs {@value #FIXED_LENGTH} bytes over its body.
 */
public final class PayloadDescriptor {
    /** The format that is written, and the only one that is read. */
    public static final byte FORMAT = 1;

    public static final int FORMAT_OFFSET = 0;
    public static final int PRESENCE_OFFSET = FORMAT_OFFSET + Byte.BYTES;
    /** Where the body begins if there is no prelude. */
    public static final int FIXED_LENGTH = PRESENCE_OFFSET + Byte.BYTES;

    public static final int PRELUDE_LENGTH_OFFSET = FIXED_LENGTH;
    public static final int PRELUDE_OFFSET = PRELUDE_LENGTH_OFFSET + Integer.BYTES;

    static final int HAS_CONNECTION = 1;
    static final int HAS_CORRELATION = 1 << 1;
    static final int HAS_REPLY_TO = 1 << 2;
    static final int HAS_TYPE = 1 << 3;
    static final int HAS_DESTINATION = 1 << 4;
    static final int HAS_PROPERTIES = 1 << 5;
    static final int HAS_BODY = 1 << 6;
    static final int HAS_PRELUDE =
            HAS_CONNECTION | HAS_CORRELATION | HAS_REPLY_TO | HAS_TYPE | HAS_DESTINATION | HAS_PROPERTIES;
    static final int KNOWN_PRESENCE = HAS_PRELUDE | HAS_BODY;

    static final int CODING_BITS = 2;
    static final int CODING_MASK = (1 << CODING_BITS) - 1;

    private PayloadDescriptor() {}
}
