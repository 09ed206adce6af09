package io.foliomq.jms.message;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends a message through its encoded form, as a store would. */
final class Wire {
    static final MessageIds IDS = new MessageIds(0xfedc_ba98_7654_3210L);

    static final EnvelopeFields ENVELOPE = new EnvelopeFields(IDS)
            .deliveryMode(DeliveryMode.PERSISTENT)
            .priority(4)
            .timestamp(1_000)
            .deliveryTime(1_000)
            .messageId(0xCAFE, 7);

    private Wire() {}

    /** The payload of the message. */
    static byte[] encode(FolioMessage message) throws JMSException {
        PayloadBuffer buffer = new PayloadBuffer();
        new MessageCodec(ObjectPolicy.trustNothing()).encode(message, null, 0, buffer);
        byte[] payload = new byte[buffer.length()];
        buffer.buffer().getBytes(0, payload);
        return payload;
    }

    /** The message as a consumer gets it, delivered for the first time. */
    static <T extends FolioMessage> T receive(T message) throws JMSException {
        return receive(message, ObjectPolicy.parse("*"));
    }

    static <T extends FolioMessage> T receive(T message, ObjectPolicy policy) throws JMSException {
        @SuppressWarnings("unchecked") // the kind is the sent one's
        T received = (T) decode(message.kind(), encode(message), policy);
        received.assignDelivered(null, 1, () -> {});
        return received;
    }

    static FolioMessage decode(MessageKind kind, byte[] payload, ObjectPolicy policy) throws CorruptMessageException {
        int margin = 3;
        byte[] surrounded = new byte[payload.length + 2 * margin];
        System.arraycopy(payload, 0, surrounded, margin, payload.length);
        return new MessageCodec(policy)
                .decode(ENVELOPE.kind(kind.code()), new UnsafeBuffer(surrounded), margin, payload.length);
    }
}
