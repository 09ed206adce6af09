package io.foliomq.jms.message;

/**
 * What a record's envelope holds of a message, and nothing of the engine. The layer above fills one, again and again: from the
 * parameters of a send before {@link MessageCodec#encode}, from an envelope before {@link MessageCodec#decode} or
 * {@link RecordProperties#wrap}. Times are milliseconds since the epoch. Used by one thread.
 */
public final class EnvelopeFields {
    private final MessageIds messageIds;
    private byte kind;
    private int deliveryMode;
    private int priority;
    private long timestamp;
    private long expiration;
    private long deliveryTime;
    private int incarnation;
    private long counter;

    /** @param messageIds of the store that the record is in. */
    public EnvelopeFields(MessageIds messageIds) {
        this.messageIds = messageIds;
    }

    /** The code of the {@link MessageKind}. */
    public EnvelopeFields kind(byte code) {
        kind = code;
        return this;
    }

    /** {@link jakarta.jms.DeliveryMode#PERSISTENT} or {@link jakarta.jms.DeliveryMode#NON_PERSISTENT}. */
    public EnvelopeFields deliveryMode(int mode) {
        deliveryMode = mode;
        return this;
    }

    /** 0 to 9. */
    public EnvelopeFields priority(int level) {
        priority = level;
        return this;
    }

    /** When it was sent; 0 if the sender disabled it. */
    public EnvelopeFields timestamp(long epochMs) {
        timestamp = epochMs;
        return this;
    }

    /** When it expires; 0 for never. */
    public EnvelopeFields expiration(long epochMs) {
        expiration = epochMs;
        return this;
    }

    /** The earliest time of delivery, {@code JMSDeliveryTime}: the time of sending plus the delay. */
    public EnvelopeFields deliveryTime(long epochMs) {
        deliveryTime = epochMs;
        return this;
    }

    /** What {@code JMSMessageID} is the text of, in this store, see {@link MessageIds#text}. */
    public EnvelopeFields messageId(int producerIncarnation, long messageCounter) {
        incarnation = producerIncarnation;
        counter = messageCounter;
        return this;
    }

    public byte kind() {
        return kind;
    }

    public int deliveryMode() {
        return deliveryMode;
    }

    public int priority() {
        return priority;
    }

    public long timestamp() {
        return timestamp;
    }

    public long expiration() {
        return expiration;
    }

    public long deliveryTime() {
        return deliveryTime;
    }

    public MessageIds messageIds() {
        return messageIds;
    }

    public int incarnation() {
        return incarnation;
    }

    public long counter() {
        return counter;
    }
}
