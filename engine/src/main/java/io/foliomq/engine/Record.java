package io.foliomq.engine;

import static io.foliomq.engine.log.RecordDescriptor.ENVELOPE_LENGTH;
import static io.foliomq.engine.log.RecordDescriptor.ORDER;

import io.foliomq.engine.log.RecordDescriptor;
import java.util.zip.CRC32C;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A record on its way in: envelope and payload in one reusable buffer. Fill the payload in {@link #buffer()} from {@link #payloadOffset()} on, say how long it is, set the
 * envelope, append; then use it again. Appending copies. Not thread-safe.
 */
public final class Record {
    private static final int INITIAL_CAPACITY = 1024;
    private static final int KEPT_CAPACITY = 1 << 20;

    private ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(INITIAL_CAPACITY);
    private final CRC32C crc = new CRC32C();
    private int payloadLength;

    public Record() {
        clear();
    }

    /** Persistent, priority 4, no payload, everything else 0. */
    public Record clear() {
        if (buffer.capacity() > KEPT_CAPACITY) {
            buffer = new ExpandableArrayBuffer(INITIAL_CAPACITY);
        }
        buffer.setMemory(0, ENVELOPE_LENGTH, (byte) 0);
        buffer.putByte(RecordDescriptor.FORMAT_OFFSET, RecordDescriptor.FORMAT);
        payloadLength = 0;
        return persistent(true).priority(4);
    }

    /** Where the payload goes; grows as needed. The bytes below {@link #payloadOffset()} are not the caller's. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    public int payloadOffset() {
        return ENVELOPE_LENGTH;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public Record payloadLength(int length) {
        buffer.checkLimit(ENVELOPE_LENGTH + length);
        payloadLength = length;
        return this;
    }

    /** Whether the sender asked for persistence; kept for the receiver. */
    public Record persistent(boolean persistent) {
        return flag(RecordDescriptor.PERSISTENT_FLAG, persistent);
    }

    private Record flag(int flag, boolean set) {
        int others = buffer.getByte(RecordDescriptor.FLAGS_OFFSET) & ~flag;
        buffer.putByte(RecordDescriptor.FLAGS_OFFSET, (byte) (set ? others | flag : others));
        return this;
    }

    /**
     * The group of the record. All records of a group go to one consumer of a subscription at a time, in order, as long as that consumer lives. Groups are told apart by some of the number's
     * bits: those that are not have a consumer in common.
     *
     * @param group 0 = none
     * @param last whether the group ends with this record: what follows may go to another consumer
     */
    public Record group(int group, boolean last) {
        buffer.putInt(RecordDescriptor.GROUP_OFFSET, group, ORDER);
        return flag(RecordDescriptor.LAST_OF_GROUP_FLAG, last);
    }

    int group() {
        return RecordDescriptor.group(buffer, 0);
    }

    /** 0 (lowest) to 9; each priority in use is a lane of its own. */
    public Record priority(int priority) {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("priority: value=" + priority + ", accepted=0..9");
        }
        buffer.putByte(RecordDescriptor.PRIORITY_OFFSET, (byte) priority);
        return this;
    }

    public int priority() {
        return RecordDescriptor.priority(buffer, 0);
    }

    /** One byte for the layer above. */
    public Record kind(byte kind) {
        buffer.putByte(RecordDescriptor.KIND_OFFSET, kind);
        return this;
    }

    /** When it was sent, ms since the epoch. */
    public Record timestamp(long ms) {
        buffer.putLong(RecordDescriptor.TIMESTAMP_OFFSET, ms, ORDER);
        return this;
    }

    /** When it stops being delivered, ms since the epoch; 0 = never. */
    public Record expiration(long ms) {
        buffer.putLong(RecordDescriptor.EXPIRATION_OFFSET, ms, ORDER);
        return this;
    }

    /** Not delivered before this time, ms since the epoch; 0 = at once. */
    public Record deliverAt(long ms) {
        buffer.putLong(RecordDescriptor.DELIVER_AT_OFFSET, ms, ORDER);
        return this;
    }

    /** The identity of the message: the incarnation of the member that made it, and that member's counter. */
    public Record id(int producer, long counter) {
        buffer.putInt(RecordDescriptor.ID_PRODUCER_OFFSET, producer, ORDER);
        buffer.putLong(RecordDescriptor.ID_COUNTER_OFFSET, counter, ORDER);
        return this;
    }

    /** Takes over envelope and payload of a record that was read, so that it can be appended elsewhere. */
    public Record copyOf(RecordView view) {
        clear();
        buffer.putBytes(0, view.envelopeBuffer(), view.envelopeOffset(), ENVELOPE_LENGTH);
        flag(RecordDescriptor.LARGE_FLAG, false);
        RecordDescriptor.markRun(buffer.byteArray(), 0, false, false, false);
        buffer.putLong(RecordDescriptor.TRANSACTION_OFFSET, 0, ORDER);
        buffer.putBytes(ENVELOPE_LENGTH, view.buffer(), view.payloadOffset(), view.payloadLength());
        payloadLength = view.payloadLength();
        return this;
    }

    void transaction(long reference) {
        buffer.putLong(RecordDescriptor.TRANSACTION_OFFSET, reference, ORDER);
    }

    /** At hand for who checks it: that of a thread would have to be looked up. */
    CRC32C crc() {
        return crc;
    }

    byte[] bytes() {
        return buffer.byteArray();
    }

    int length() {
        return ENVELOPE_LENGTH + payloadLength;
    }
}
