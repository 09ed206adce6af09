package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message. Never read-only (section 3.4). Those that a payload holds are decoded when one of them is
 * first asked for; the text of the message id is made when it is.
 */
final class MessageHeaders {
    private @Nullable Payload undecoded;

    private @Nullable String messageId;
    /** Null unless the id is assigned: then incarnation and counter make it. */
    private @Nullable MessageIds messageIds;

    private int incarnation;
    private long counter;
    private long timestamp;
    /** A String, a byte array, or null. */
    private @Nullable Object correlationId;

    private @Nullable Destination replyTo;
    private @Nullable Destination destination;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private @Nullable String type;
    private long expiration;
    private long deliveryTime;
    private int priority = Message.DEFAULT_PRIORITY;

    /** Of a message that a client makes. */
    MessageHeaders() {}

    /** Of a received message. */
    MessageHeaders(Payload payload, EnvelopeFields envelope) {
        undecoded = payload;
        assign(envelope);
    }

    /** Takes over everything that an envelope says. */
    void assign(EnvelopeFields envelope) {
        deliveryMode = envelope.deliveryMode();
        priority = envelope.priority();
        timestamp = envelope.timestamp();
        expiration = envelope.expiration();
        deliveryTime = envelope.deliveryTime();
        incarnation = envelope.incarnation();
        counter = envelope.counter();
        messageIds = envelope.messageIds();
        messageId = null;
    }

    private void decode() throws CorruptMessageException {
        Payload payload = undecoded;
        if (payload == null) {
            return;
        }
        if (payload.hasCorrelation()) {
            correlationId = payload.correlationReader().readTextOrBytes();
        }
        if (payload.hasReplyTo()) {
            replyTo = DestinationCoding.read(payload.replyToReader());
        }
        if (payload.hasType()) {
            type = payload.typeReader().readText();
        }
        if (destination == null && payload.hasDestination()) {
            destination = DestinationCoding.read(payload.destinationReader());
        }
        undecoded = null;
    }

    @Nullable
    String messageId() {
        if (messageId == null && messageIds != null) {
            messageId = messageIds.text(incarnation, counter);
        }
        return messageId;
    }

    void messageId(@Nullable String id) {
        messageId = id;
        messageIds = null;
    }

    long timestamp() {
        return timestamp;
    }

    void timestamp(long epochMs) {
        timestamp = epochMs;
    }

    /** The correlation id as text; bytes are read as UTF-8. */
    @Nullable
    String correlationText() throws CorruptMessageException {
        decode();
        return correlationId instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) correlationId;
    }

    /** A copy of the correlation id as bytes; text is written as UTF-8. */
    byte @Nullable [] correlationBytes() throws CorruptMessageException {
        decode();
        if (correlationId instanceof byte[] bytes) {
            return bytes.clone();
        }
        return correlationId instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    }

    void correlationText(@Nullable String text) throws CorruptMessageException {
        decode();
        correlationId = text;
    }

    void correlationBytes(byte @Nullable [] bytes) throws CorruptMessageException {
        decode();
        correlationId = bytes == null ? null : bytes.clone();
    }

    @Nullable
    Destination replyTo() throws CorruptMessageException {
        decode();
        return replyTo;
    }

    void replyTo(@Nullable Destination newReplyTo) throws CorruptMessageException {
        decode();
        replyTo = newReplyTo;
    }

    @Nullable
    Destination destination() throws CorruptMessageException {
        if (destination == null) {
            decode();
        }
        return destination;
    }

    void destination(@Nullable Destination newDestination) throws CorruptMessageException {
        if (newDestination == null) {
            decode();
        }
        destination = newDestination;
    }

    int deliveryMode() {
        return deliveryMode;
    }

    void deliveryMode(int mode) {
        deliveryMode = mode;
    }

    boolean isRedelivered() {
        return redelivered;
    }

    void redelivered(boolean isRedelivered) {
        redelivered = isRedelivered;
    }

    @Nullable
    String type() throws CorruptMessageException {
        decode();
        return type;
    }

    void type(@Nullable String newType) throws CorruptMessageException {
        decode();
        type = newType;
    }

    long expiration() {
        return expiration;
    }

    void expiration(long epochMs) {
        expiration = epochMs;
    }

    long deliveryTime() {
        return deliveryTime;
    }

    void deliveryTime(long epochMs) {
        deliveryTime = epochMs;
    }

    int priority() {
        return priority;
    }

    void priority(int level) {
        priority = level;
    }

    /** Writes the blocks of {@link PayloadDescriptor} that belong to headers and returns their presence bits. */
    int encode(@Nullable FolioDestination carriedDestination, PayloadBuffer buffer) throws JMSException {
        decode();
        int presence = 0;
        if (correlationId != null) {
            presence |= PayloadDescriptor.HAS_CORRELATION;
            if (correlationId instanceof byte[] bytes) {
                TextEncoder.putBytes(bytes, buffer);
            } else {
                TextEncoder.put((String) correlationId, buffer);
            }
        }
        if (replyTo != null) {
            presence |= PayloadDescriptor.HAS_REPLY_TO;
            DestinationCoding.put(FolioDestination.from(replyTo), buffer);
        }
        if (type != null) {
            presence |= PayloadDescriptor.HAS_TYPE;
            TextEncoder.put(type, buffer);
        }
        if (carriedDestination != null) {
            presence |= PayloadDescriptor.HAS_DESTINATION;
            DestinationCoding.put(carriedDestination, buffer);
        }
        return presence;
    }

    @Override
    public String toString() {
        return "id=" + messageId() + ", destination=" + destination + ", deliveryMode="
                + (deliveryMode == DeliveryMode.PERSISTENT ? "PERSISTENT" : "NON_PERSISTENT") + ", priority="
                + priority;
    }
}
