package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.JMSException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Messages to payloads and back, in the layout of {@link PayloadDescriptor}. Immutable; any thread may use it. */
public final class MessageCodec {
    private final ObjectPolicy policy;

    /** @param policy what received object messages may be read into. */
    public MessageCodec(ObjectPolicy policy) {
        this.policy = policy;
    }

    /**
     * Replaces what the buffer holds with the payload of the message. The message is not changed. What belongs into the envelope
     * ({@code message.kind().code()} among it) is not in the payload.
     *
     * @param carriedDestination the destination to write into the payload, where the reader cannot know it; else null.
     * @param senderConnection the identity of the sending connection, for {@code noLocal}; 0 leaves it out.
     * @throws jakarta.jms.InvalidDestinationException if {@code JMSReplyTo} is a destination that has no name or kind.
     * @throws JMSException if the message is a received one and corrupt.
     */
    public void encode(
            FolioMessage message,
            @Nullable FolioDestination carriedDestination,
            long senderConnection,
            PayloadBuffer buffer)
            throws JMSException {
        buffer.clear();
        buffer.putByte(PayloadDescriptor.FORMAT);
        buffer.putByte(0);
        buffer.putInt(0);
        int presence = 0;
        if (senderConnection != 0) {
            presence |= PayloadDescriptor.HAS_CONNECTION;
            buffer.putLong(senderConnection);
        }
        presence |= message.encodeHeaders(carriedDestination, buffer);
        presence |= message.encodeProperties(buffer);
        if (presence == 0) {
            buffer.truncate(PayloadDescriptor.FIXED_LENGTH);
        } else {
            buffer.setInt(PayloadDescriptor.PRELUDE_LENGTH_OFFSET, buffer.length() - PayloadDescriptor.PRELUDE_OFFSET);
        }
        if (message.hasBody()) {
            presence |= PayloadDescriptor.HAS_BODY;
            message.encodeBody(buffer);
        }
        buffer.setByte(PayloadDescriptor.PRESENCE_OFFSET, presence);
    }

    /**
     * Makes a received message: read-only, with its own copy of the payload, which is decoded as it is asked for. Nothing is read
     * from payload or fields after the return. The layer above completes it with {@link FolioMessage#assignDelivered}.
     *
     * @throws CorruptMessageException if the payload does not follow {@link PayloadDescriptor}. What an object message holds, and
     *     whether the bytes of a text are well-formed, shows only when it is asked for.
     */
    public FolioMessage decode(EnvelopeFields envelope, DirectBuffer payload, int offset, int length)
            throws CorruptMessageException {
        MessageKind kind = MessageKind.of(envelope.kind());
        return switch (kind) {
            case PLAIN -> new FolioPlainMessage(Payload.copy(payload, offset, length), envelope);
            case TEXT -> new FolioTextMessage(Payload.copy(payload, offset, length), envelope);
            case BYTES -> FolioBytesMessage.receive(payload, offset, length, envelope);
            case MAP -> new FolioMapMessage(Payload.copy(payload, offset, length), envelope);
            case STREAM -> new FolioStreamMessage(Payload.copy(payload, offset, length), envelope);
            case OBJECT -> new FolioObjectMessage(Payload.copy(payload, offset, length), envelope, policy);
        };
    }
}
