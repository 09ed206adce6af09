package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message. Never read-only (section 3.4). Those that a payload holds are decoded when one of them is
 * first asked for; the text of the message id is made when it is. The base of a message and not a part of it, because every
 * send and every receive makes one.
 */
abstract class MessageHeaders {
    private @Nullable Prelude undecoded;

    /** A String; or, as long as nobody has asked for an assigned one, what makes it of incarnation and counter; or null. */
    private @Nullable Object messageId;

    private int incarnation;
    private long counter;
    private long timestamp;
    /** Null as long as none of them is set. */
    private @Nullable CarriedHeaders carried;

    private @Nullable Destination destination;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private long expiration;
    private long deliveryTime;
    private int priority = Message.DEFAULT_PRIORITY;

    /** Of a message that a client makes. */
    MessageHeaders() {}

    /** Of a received message. */
    MessageHeaders(Payload payload, EnvelopeFields envelope) {
        undecoded = payload.prelude();
        assign(envelope);
    }

    /** Takes over everything that an envelope says. */
    final void assign(EnvelopeFields envelope) {
        deliveryMode = envelope.deliveryMode();
        priority = envelope.priority();
        timestamp = envelope.timestamp();
        expiration = envelope.expiration();
        deliveryTime = envelope.deliveryTime();
        incarnation = envelope.incarnation();
        counter = envelope.counter();
        messageId = envelope.messageIds();
    }

    private void decode() throws CorruptMessageException {
        Prelude prelude = undecoded;
        if (prelude == null) {
            return;
        }
        carried = CarriedHeaders.of(prelude);
        if (destination == null && prelude.hasDestination()) {
            destination = DestinationCoding.read(prelude.destinationReader());
        }
        undecoded = null;
    }

    private CarriedHeaders carried() throws CorruptMessageException {
        decode();
        CarriedHeaders current = carried;
        if (current == null) {
            current = new CarriedHeaders();
            carried = current;
        }
        return current;
    }

    @Nullable
    final String messageId() {
        if (messageId instanceof MessageIds ids) {
            messageId = ids.text(incarnation, counter);
        }
        return (String) messageId;
    }

    final void messageId(@Nullable String id) {
        messageId = id;
    }

    final long timestamp() {
        return timestamp;
    }

    final void timestamp(long epochMs) {
        timestamp = epochMs;
    }

    /** The correlation id as text; bytes are read as UTF-8. */
    @Nullable
    final String correlationText() throws CorruptMessageException {
        decode();
        return carried == null ? null : carried.correlationText();
    }

    /** A copy of the correlation id as bytes; text is written as UTF-8. */
    final byte @Nullable [] correlationBytes() throws CorruptMessageException {
        decode();
        return carried == null ? null : carried.correlationBytes();
    }

    final void correlationText(@Nullable String text) throws CorruptMessageException {
        carried().correlationId = text;
    }

    final void correlationBytes(byte @Nullable [] bytes) throws CorruptMessageException {
        carried().correlationId = bytes == null ? null : bytes.clone();
    }

    @Nullable
    final Destination replyTo() throws CorruptMessageException {
        decode();
        return carried == null ? null : carried.replyTo;
    }

    final void replyTo(@Nullable Destination newReplyTo) throws CorruptMessageException {
        carried().replyTo = newReplyTo;
    }

    @Nullable
    final Destination destination() throws CorruptMessageException {
        if (destination == null) {
            decode();
        }
        return destination;
    }

    final void destination(@Nullable Destination newDestination) throws CorruptMessageException {
        if (newDestination == null) {
            decode();
        }
        destination = newDestination;
    }

    final int deliveryMode() {
        return deliveryMode;
    }

    final void deliveryMode(int mode) {
        deliveryMode = mode;
    }

    final boolean isRedelivered() {
        return redelivered;
    }

    final void redelivered(boolean isRedelivered) {
        redelivered = isRedelivered;
    }

    @Nullable
    final String type() throws CorruptMessageException {
        decode();
        return carried == null ? null : carried.type;
    }

    final void type(@Nullable String newType) throws CorruptMessageException {
        carried().type = newType;
    }

    final long expiration() {
        return expiration;
    }

    final void expiration(long epochMs) {
        expiration = epochMs;
    }

    final long deliveryTime() {
        return deliveryTime;
    }

    final void deliveryTime(long epochMs) {
        deliveryTime = epochMs;
    }

    final int priority() {
        return priority;
    }

    final void priority(int level) {
        priority = level;
    }

    /** Writes the blocks of {@link PayloadDescriptor} that belong to headers and returns their presence bits. */
    final int encodeHeaders(@Nullable FolioDestination carriedDestination, PayloadBuffer buffer) throws JMSException {
        decode();
        int presence = carried == null ? 0 : carried.encode(buffer);
        if (carriedDestination != null) {
            presence |= PayloadDescriptor.HAS_DESTINATION;
            DestinationCoding.put(carriedDestination, buffer);
        }
        return presence;
    }

    final String headersToString() {
        return "id=" + messageId() + ", destination=" + destination + ", deliveryMode="
                + (deliveryMode == DeliveryMode.PERSISTENT ? "PERSISTENT" : "NON_PERSISTENT") + ", priority="
                + priority;
    }
}
