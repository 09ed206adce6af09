package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The header fields that a client sets and a payload carries. Most messages have none of them, and then not this object either. */
final class CarriedHeaders {
    /** A String, a byte array, or null. */
    @Nullable
    Object correlationId;

    @Nullable
    Destination replyTo;

    @Nullable
    String type;

    /** Those of a payload; null if it carries none. */
    static @Nullable CarriedHeaders of(Prelude prelude) throws CorruptMessageException {
        if (!prelude.hasCorrelation() && !prelude.hasReplyTo() && !prelude.hasType()) {
            return null;
        }
        CarriedHeaders headers = new CarriedHeaders();
        if (prelude.hasCorrelation()) {
            headers.correlationId = prelude.correlationReader().readTextOrBytes();
        }
        if (prelude.hasReplyTo()) {
            headers.replyTo = DestinationCoding.read(prelude.replyToReader());
        }
        if (prelude.hasType()) {
            headers.type = prelude.typeReader().readText();
        }
        return headers;
    }

    /** Bytes are read as UTF-8. */
    @Nullable
    String correlationText() {
        return correlationId instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) correlationId;
    }

    /** A copy; text is written as UTF-8. */
    byte @Nullable [] correlationBytes() {
        if (correlationId instanceof byte[] bytes) {
            return bytes.clone();
        }
        return correlationId instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    }

    /** Writes their blocks of {@link PayloadDescriptor} and returns their presence bits. */
    int encode(PayloadBuffer buffer) throws JMSException {
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
        return presence;
    }
}
