package io.foliomq.jms.message;

import static io.foliomq.jms.message.PayloadDescriptor.FIXED_LENGTH;
import static io.foliomq.jms.message.PayloadDescriptor.FORMAT;
import static io.foliomq.jms.message.PayloadDescriptor.FORMAT_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_BODY;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_CONNECTION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_CORRELATION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_DESTINATION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_PRELUDE;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_PROPERTIES;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_REPLY_TO;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_TYPE;
import static io.foliomq.jms.message.PayloadDescriptor.KNOWN_PRESENCE;
import static io.foliomq.jms.message.PayloadDescriptor.PRELUDE_LENGTH_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.PRELUDE_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.PRESENCE_OFFSET;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * A copy of a payload, and where its parts begin. All of it, for a message; or all but the body, for a selector, and then the
 * same object takes in one payload after the other.
 */
final class Payload {
    private static final int ABSENT = -1;

    private byte[] bytes = new byte[0];
    private int bodyStart;
    private int end;
    private boolean hasBody;
    private long connection;
    private int correlation;
    private int replyTo;
    private int type;
    private int destination;
    private int properties;
    private final PayloadReader walker = new PayloadReader(bytes, 0, 0);

    /** Copies a payload as a whole. */
    static Payload copy(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        Payload payload = new Payload();
        int bodyOffset = bodyOffset(source, offset, length);
        payload.bytes = new byte[length];
        source.getBytes(offset, payload.bytes, 0, length);
        payload.locate(bodyOffset, length);
        return payload;
    }

    /** Copies a payload without its body. */
    void copyPrelude(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        int bodyOffset = bodyOffset(source, offset, length);
        if (bytes.length < bodyOffset) {
            bytes = new byte[Math.max(2 * bytes.length, bodyOffset)];
        }
        source.getBytes(offset, bytes, 0, bodyOffset);
        locate(bodyOffset, length);
    }

    private static int bodyOffset(DirectBuffer source, int offset, int length) throws CorruptMessageException {
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
        if ((presence & HAS_PRELUDE) == 0) {
            return FIXED_LENGTH;
        }
        int preludeLength = length < PRELUDE_OFFSET
                ? ABSENT
                : source.getInt(offset + PRELUDE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (preludeLength < 0 || preludeLength > length - PRELUDE_OFFSET) {
            throw new CorruptMessageException("payload: preludeLength=" + preludeLength + ", length=" + length);
        }
        return PayloadDescriptor.bodyOffset(presence, preludeLength);
    }

    private void locate(int bodyOffset, int length) throws CorruptMessageException {
        int presence = bytes[PRESENCE_OFFSET] & 0xFF;
        hasBody = (presence & HAS_BODY) != 0;
        bodyStart = bodyOffset;
        end = length;
        if (!hasBody && bodyOffset != length) {
            throw new CorruptMessageException(
                    "payload: body is absent, bodyOffset=" + bodyOffset + ", length=" + length);
        }
        walker.wrap(bytes, Math.min(PRELUDE_OFFSET, bodyOffset), bodyOffset);
        connection = (presence & HAS_CONNECTION) == 0 ? 0 : walker.readLong();
        correlation = locateText((presence & HAS_CORRELATION) != 0);
        replyTo = locateDestination((presence & HAS_REPLY_TO) != 0);
        type = locateText((presence & HAS_TYPE) != 0);
        destination = locateDestination((presence & HAS_DESTINATION) != 0);
        properties = walker.position();
        if ((presence & HAS_PROPERTIES) == 0 && !walker.isAtEnd()) {
            throw new CorruptMessageException("payload: prelude is too long, position=" + properties);
        }
    }

    private int locateText(boolean isPresent) throws CorruptMessageException {
        if (!isPresent) {
            return ABSENT;
        }
        int start = walker.position();
        walker.skipText();
        return start;
    }

    private int locateDestination(boolean isPresent) throws CorruptMessageException {
        if (!isPresent) {
            return ABSENT;
        }
        int start = walker.position();
        DestinationCoding.requireKind(walker.readByte());
        walker.skipText();
        return start;
    }

    /** Walks over the properties, to see that none leaves the prelude. */
    void requireProperties() throws CorruptMessageException {
        PayloadReader reader = propertiesReader();
        while (!reader.isAtEnd()) {
            reader.skipText();
            Fields.skip(FieldType.of(reader.readByte()), reader);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasBody() {
        return hasBody;
    }

    int bodyStart() {
        return bodyStart;
    }

    /** Where body and payload end. */
    int end() {
        return end;
    }

    /** The identity of the sending connection, or 0. */
    long connection() {
        return connection;
    }

    boolean hasCorrelation() {
        return correlation != ABSENT;
    }

    boolean hasReplyTo() {
        return replyTo != ABSENT;
    }

    boolean hasType() {
        return type != ABSENT;
    }

    boolean hasDestination() {
        return destination != ABSENT;
    }

    boolean hasProperties() {
        return properties < bodyStart;
    }

    PayloadReader correlationReader() {
        return walkFrom(correlation);
    }

    PayloadReader replyToReader() {
        return walkFrom(replyTo);
    }

    PayloadReader typeReader() {
        return walkFrom(type);
    }

    PayloadReader destinationReader() {
        return walkFrom(destination);
    }

    PayloadReader propertiesReader() {
        return walkFrom(properties);
    }

    PayloadReader bodyReader() {
        walker.wrap(bytes, bodyStart, end);
        return walker;
    }

    /** Appends the properties as they are. */
    void appendProperties(PayloadBuffer buffer) {
        buffer.putBytes(bytes, properties, bodyStart - properties);
    }

    /** Appends the body as it is. */
    void appendBody(PayloadBuffer buffer) {
        buffer.putBytes(bytes, bodyStart, end - bodyStart);
    }

    private PayloadReader walkFrom(int start) {
        walker.wrap(bytes, start, bodyStart);
        return walker;
    }

    @Override
    public String toString() {
        return "Payload" + Arrays.toString(Arrays.copyOf(bytes, Math.min(bodyStart, 64)));
    }
}
