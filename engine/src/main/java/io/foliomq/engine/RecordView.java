package io.foliomq.engine;

import static io.foliomq.engine.log.RecordDescriptor.ENVELOPE_LENGTH;
import static io.foliomq.engine.log.RecordDescriptor.ORDER;

import io.foliomq.engine.log.RecordDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A record on its way out. A flyweight: valid until its tailer or browser moves on, closes, or the filter returns. Not thread-safe.
 */
public final class RecordView {
    private final UnsafeBuffer envelope = new UnsafeBuffer(0, 0);
    private DirectBuffer payload = envelope;
    private int payloadOffset;
    private int payloadLength;

    RecordView() {}

    void wrap(byte[] record, int length) {
        envelope.wrap(record, 0, length);
        payload = envelope;
        payloadOffset = ENVELOPE_LENGTH;
        payloadLength = length - ENVELOPE_LENGTH;
    }

    void wrapLarge(DirectBuffer body, int offset, int length) {
        payload = body;
        payloadOffset = offset;
        payloadLength = length;
    }

    boolean isLarge() {
        return RecordDescriptor.isLarge(envelope, 0);
    }

    DirectBuffer envelopeBuffer() {
        return envelope;
    }

    int envelopeOffset() {
        return 0;
    }

    /** Holds the payload. */
    public DirectBuffer buffer() {
        return payload;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public boolean persistent() {
        return (envelope.getByte(RecordDescriptor.FLAGS_OFFSET) & RecordDescriptor.PERSISTENT_FLAG) != 0;
    }

    public int priority() {
        return RecordDescriptor.priority(envelope, 0);
    }

    /** The byte of the layer above. */
    public byte kind() {
        return envelope.getByte(RecordDescriptor.KIND_OFFSET);
    }

    /** When it was sent, ms since the epoch. */
    public long timestamp() {
        return envelope.getLong(RecordDescriptor.TIMESTAMP_OFFSET, ORDER);
    }

    /** When it stops being delivered, ms since the epoch; 0 = never. */
    public long expiration() {
        return envelope.getLong(RecordDescriptor.EXPIRATION_OFFSET, ORDER);
    }

    /** Not delivered before this time, ms since the epoch; 0 = at once. */
    public long deliverAt() {
        return envelope.getLong(RecordDescriptor.DELIVER_AT_OFFSET, ORDER);
    }

    /** Incarnation of the member that made the message. */
    public int idProducer() {
        return envelope.getInt(RecordDescriptor.ID_PRODUCER_OFFSET, ORDER);
    }

    /** That member's counter. */
    public long idCounter() {
        return envelope.getLong(RecordDescriptor.ID_COUNTER_OFFSET, ORDER);
    }

    /** Its group; 0 = none. */
    public int group() {
        return RecordDescriptor.group(envelope, 0);
    }

    /** Whether its group ends with it. */
    public boolean isLastOfGroup() {
        return RecordDescriptor.isLastOfGroup(envelope, 0);
    }

    long transaction() {
        return RecordDescriptor.transaction(envelope, 0);
    }
}
