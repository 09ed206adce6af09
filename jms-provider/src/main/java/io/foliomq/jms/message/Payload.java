package io.foliomq.jms.message;

import static io.foliomq.jms.message.PayloadDescriptor.FIXED_LENGTH;
import static io.foliomq.jms.message.PayloadDescriptor.FORMAT;
import static io.foliomq.jms.message.PayloadDescriptor.FORMAT_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_BODY;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_PRELUDE;
import static io.foliomq.jms.message.PayloadDescriptor.KNOWN_PRESENCE;
import static io.foliomq.jms.message.PayloadDescriptor.PRELUDE_LENGTH_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.PRELUDE_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.PRESENCE_OFFSET;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A copy of a payload as a whole, which a message owns. A message that keeps its bytes alone lets go of this. */
final class Payload {
    private static final int ABSENT = -1;

    private final byte[] bytes;
    private final int bodyStart;
    private final @Nullable Prelude prelude;

    private Payload(byte[] bytes, int bodyStart, @Nullable Prelude prelude) {
        this.bytes = bytes;
        this.bodyStart = bodyStart;
        this.prelude = prelude;
    }

    static Payload copy(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        int bodyStart = bodyOffset(source, offset, length);
        byte[] bytes = new byte[length];
        source.getBytes(offset, bytes, 0, length);
        return new Payload(bytes, bodyStart, preludeOf(bytes, bodyStart));
    }

    /** The prelude of a payload whose body begins there; null if there is none. */
    static @Nullable Prelude preludeOf(byte[] bytes, int bodyStart) throws CorruptMessageException {
        return bodyStart == FIXED_LENGTH ? null : Prelude.of(bytes, bodyStart);
    }

    /** Where the body begins in a payload that lies there. */
    static int bodyOffset(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        if (length < FIXED_LENGTH) {
            throw new CorruptMessageException("payload: length=" + length + ", accepted=at least " + FIXED_LENGTH);
        }
        byte format = source.getByte(offset + FORMAT_OFFSET);
        if (format != FORMAT) {
            throw new CorruptMessageException("payload: format=" + format + ", accepted=" + FORMAT);
        }
        int presence = source.getByte(offset + PRESENCE_OFFSET) & 0xFF;
        if ((presence & ~KNOWN_PRESENCE) != 0) {
            throw new CorruptMessageException("payload: presence=" + presence + ", accepted=bits " + KNOWN_PRESENCE);
        }
        int bodyStart = (presence & HAS_PRELUDE) == 0 ? FIXED_LENGTH : preludeEnd(source, offset, length);
        if ((presence & HAS_BODY) == 0 && bodyStart != length) {
            throw new CorruptMessageException(
                    "payload: body is absent, bodyOffset=" + bodyStart + ", length=" + length);
        }
        return bodyStart;
    }

    private static int preludeEnd(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        int preludeLength = length < PRELUDE_OFFSET
                ? ABSENT
                : source.getInt(offset + PRELUDE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (preludeLength < 0 || preludeLength > length - PRELUDE_OFFSET) {
            throw new CorruptMessageException("payload: preludeLength=" + preludeLength + ", length=" + length);
        }
        return PRELUDE_OFFSET + preludeLength;
    }

    /** Null if there is none, as in most messages without properties. */
    @Nullable
    Prelude prelude() {
        return prelude;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasBody() {
        return (bytes[PRESENCE_OFFSET] & HAS_BODY) != 0;
    }

    int bodyStart() {
        return bodyStart;
    }

    /** Where body and payload end. */
    int end() {
        return bytes.length;
    }

    PayloadReader bodyReader() {
        return new PayloadReader(bytes, bodyStart, bytes.length);
    }

    /** Appends the body as it is. */
    void appendBody(PayloadBuffer buffer) {
        buffer.putBytes(bytes, bodyStart, bytes.length - bodyStart);
    }
}
