package io.foliomq.jms.message;

import static io.foliomq.jms.message.PayloadDescriptor.HAS_CONNECTION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_CORRELATION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_DESTINATION;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_PROPERTIES;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_REPLY_TO;
import static io.foliomq.jms.message.PayloadDescriptor.HAS_TYPE;
import static io.foliomq.jms.message.PayloadDescriptor.PRELUDE_OFFSET;
import static io.foliomq.jms.message.PayloadDescriptor.PRESENCE_OFFSET;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Where the parts of a payload's prelude begin: in the payload that a message owns; or in a copy of it without the body, for a
 * selector, and then the same object takes in one payload after the other.
 */
final class Prelude {
    private static final int ABSENT = -1;
    private static final byte[] NO_BYTES = new byte[0];

    private byte[] bytes = NO_BYTES;
    private int bodyStart;
    private long connection;
    private int correlation;
    private int replyTo;
    private int type;
    private int destination;
    private int properties;
    private final PayloadReader walker = new PayloadReader(bytes, 0, 0);

    /** That of a payload whose body begins there. Everything in it has been walked over once. */
    static Prelude of(byte[] payload, int bodyStart) throws CorruptMessageException {
        Prelude prelude = new Prelude();
        prelude.bytes = payload;
        prelude.locate(bodyStart);
        prelude.requireProperties();
        return prelude;
    }

    /** Copies it out of a payload. */
    void copy(DirectBuffer source, int offset, int length) throws CorruptMessageException {
        int bodyOffset = Payload.bodyOffset(source, offset, length);
        if (bytes.length < bodyOffset) {
            bytes = new byte[Math.max(2 * bytes.length, bodyOffset)];
        }
        source.getBytes(offset, bytes, 0, bodyOffset);
        locate(bodyOffset);
    }

    private void locate(int bodyOffset) throws CorruptMessageException {
        int presence = bytes[PRESENCE_OFFSET] & 0xFF;
        bodyStart = bodyOffset;
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
    private void requireProperties() throws CorruptMessageException {
        PayloadReader reader = propertiesReader();
        while (!reader.isAtEnd()) {
            reader.skipText();
            Fields.skip(FieldType.of(reader.readByte()), reader);
        }
    }

    byte[] bytes() {
        return bytes;
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

    /** Appends the properties as they are. */
    void appendProperties(PayloadBuffer buffer) {
        buffer.putBytes(bytes, properties, bodyStart - properties);
    }

    private PayloadReader walkFrom(int start) {
        walker.wrap(bytes, start, bodyStart);
        return walker;
    }

    @Override
    public String toString() {
        return "Prelude" + Arrays.toString(Arrays.copyOf(bytes, Math.min(bodyStart, 64)));
    }
}
