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
    /** The prelude as long as nobody has asked for what it holds; then a {@link CarriedHeaders}, or null as long as none of those is set. */
    private @Nullable Object carried;

    /** A String; or, as long as nobody has asked for an assigned one, what makes it of incarnation and counter; or null. */
    private @Nullable Object messageId;

    private int incarnation;
    private long counter;
    private long timestamp;
    /** Null as long as these are as in most messages. */
    private @Nullable RareHeaders rare;

    private @Nullable Destination destination;
    private byte deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private byte priority = Message.DEFAULT_PRIORITY;
    private boolean redelivered;

    /** Of a message that a client makes. */
    MessageHeaders() {}

    /** Of a received message. */
    MessageHeaders(@Nullable Prelude prelude, EnvelopeFields envelope) {
        carried = prelude;
        assign(envelope);
    }

    /** Takes over everything that an envelope says. */
    final void assign(EnvelopeFields envelope) {
        deliveryMode = (byte) envelope.deliveryMode();
        priority = (byte) envelope.priority();
        timestamp = envelope.timestamp();
        boolean isRare = envelope.expiration() != 0 || envelope.deliveryTime() != timestamp;
        rare = isRare ? RareHeaders.of(envelope) : null;
        incarnation = envelope.incarnation();
        counter = envelope.counter();
        messageId = envelope.messageIds();
    }

    /** Null as long as none of them is set. */
    private @Nullable CarriedHeaders decoded() throws CorruptMessageException {
        if (carried instanceof Prelude prelude) {
            CarriedHeaders headers = CarriedHeaders.of(prelude);
            if (destination == null && prelude.hasDestination()) {
                destination = DestinationCoding.read(prelude.destinationReader());
            }
            carried = headers;
        }
        return (CarriedHeaders) carried;
    }

    private CarriedHeaders carried() throws CorruptMessageException {
        CarriedHeaders current = decoded();
        if (current == null) {
            current = new CarriedHeaders();
            carried = current;
        }
        return current;
    }

    private RareHeaders rare() {
        RareHeaders current = rare;
        if (current == null) {
            current = new RareHeaders(deliveryMode, priority, 0, timestamp);
            rare = current;
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
        if (epochMs != timestamp) {
            // The delivery time stays.
            rare();
        }
        timestamp = epochMs;
    }

    /** The correlation id as text; bytes are read as UTF-8. */
    @Nullable
    final String correlationText() throws CorruptMessageException {
        CarriedHeaders headers = decoded();
        return headers == null ? null : headers.correlationText();
    }

    /** A copy of the correlation id as bytes; text is written as UTF-8. */
    final byte @Nullable [] correlationBytes() throws CorruptMessageException {
        CarriedHeaders headers = decoded();
        return headers == null ? null : headers.correlationBytes();
    }

    final void correlationText(@Nullable String text) throws CorruptMessageException {
        carried().correlationId = text;
    }

    final void correlationBytes(byte @Nullable [] bytes) throws CorruptMessageException {
        carried().correlationId = bytes == null ? null : bytes.clone();
    }

    @Nullable
    final Destination replyTo() throws CorruptMessageException {
        CarriedHeaders headers = decoded();
        return headers == null ? null : headers.replyTo;
    }

    final void replyTo(@Nullable Destination newReplyTo) throws CorruptMessageException {
        carried().replyTo = newReplyTo;
    }

    @Nullable
    final Destination destination() throws CorruptMessageException {
        if (destination == null) {
            CarriedHeaders unused = decoded();
        }
        return destination;
    }

    final void destination(@Nullable Destination newDestination) throws CorruptMessageException {
        if (newDestination == null) {
            CarriedHeaders unused = decoded();
        }
        destination = newDestination;
    }

    final int deliveryMode() {
        return rare == null ? deliveryMode : rare.deliveryMode;
    }

    final void deliveryMode(int mode) {
        rare().deliveryMode = mode;
    }

    final boolean isRedelivered() {
        return redelivered;
    }

    final void redelivered(boolean isRedelivered) {
        redelivered = isRedelivered;
    }

    @Nullable
    final String type() throws CorruptMessageException {
        CarriedHeaders headers = decoded();
        return headers == null ? null : headers.type;
    }

    final void type(@Nullable String newType) throws CorruptMessageException {
        carried().type = newType;
    }

    final long expiration() {
        return rare == null ? 0 : rare.expiration;
    }

    final void expiration(long epochMs) {
        rare().expiration = epochMs;
    }

    final long deliveryTime() {
        return rare == null ? timestamp : rare.deliveryTime;
    }

    final void deliveryTime(long epochMs) {
        rare().deliveryTime = epochMs;
    }

    final int priority() {
        return rare == null ? priority : rare.priority;
    }

    final void priority(int level) {
        rare().priority = level;
    }

    /** Writes the blocks of {@link PayloadDescriptor} that belong to headers and returns their presence bits. */
    final int encodeHeaders(@Nullable FolioDestination carriedDestination, PayloadBuffer buffer) throws JMSException {
        CarriedHeaders headers = decoded();
        int presence = headers == null ? 0 : headers.encode(buffer);
        if (carriedDestination != null) {
            presence |= PayloadDescriptor.HAS_DESTINATION;
            DestinationCoding.put(carriedDestination, buffer);
        }
        return presence;
    }

    final String headersToString() {
        return "id=" + messageId() + ", destination=" + destination + ", deliveryMode="
                + (deliveryMode() == DeliveryMode.PERSISTENT ? "PERSISTENT" : "NON_PERSISTENT") + ", priority="
                + priority();
    }
}
