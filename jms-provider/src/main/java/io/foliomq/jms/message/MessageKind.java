package io.foliomq.jms.message;

/** The six message types. The code is what the envelope's {@code kind} byte holds; a code is never given to another type. */
public enum MessageKind {
    /** A message without a body. */
    PLAIN(1),
    TEXT(2),
    BYTES(3),
    MAP(4),
    STREAM(5),
    OBJECT(6);

    private static final MessageKind[] KINDS = values();

    private final byte code;

    MessageKind(int code) {
        this.code = (byte) code;
    }

    /** The code in the envelope. */
    public byte code() {
        return code;
    }

    static MessageKind of(byte code) throws CorruptMessageException {
        if (code < 1 || code > KINDS.length) {
            throw new CorruptMessageException("message kind: code=" + code + ", accepted=1 to " + KINDS.length);
        }
        return KINDS[code - 1];
    }
}
