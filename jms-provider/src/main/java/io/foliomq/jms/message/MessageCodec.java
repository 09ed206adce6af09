package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.JMSException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Messages to payloads and back. Immutable; any thread may use it. */
@SuppressWarnings("DoNotCallSuggester")
public final class MessageCodec {
    /** @param policy what received object messages may read. */
    public MessageCodec(ObjectPolicy policy) {}

    /**
     * Replaces what the buffer holds with the payload of the message. The message is not changed. What belongs into the envelope
     * ({@code message.kind().code()} among it) is not in the payload.
     *
     * @param carriedDestination the destination to write into the payload, where the reader cannot know it; else null.
     * @param senderConnection the identity of the sending connection, for {@code noLocal}; 0 leaves it out.
     * @throws JMSException if {@code JMSReplyTo} is a destination that cannot be named.
     */
    public void encode(
            FolioMessage message,
            @Nullable FolioDestination carriedDestination,
            long senderConnection,
            PayloadBuffer buffer)
            throws JMSException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Makes a received message: read-only, with its own copy of the payload, which is decoded as it is asked for. The layer above
     * completes it with {@link FolioMessage#assignDelivered}.
     *
     * @throws CorruptMessageException if the payload does not follow {@link PayloadDescriptor}.
     */
    public FolioMessage decode(EnvelopeFields envelope, DirectBuffer payload, int offset, int length)
            throws CorruptMessageException {
        throw new UnsupportedOperationException("not yet");
    }
}
