package io.foliomq.jms.message;

/** A message without a body. */
public final class FolioPlainMessage extends FolioMessage {
    FolioPlainMessage() {}

    FolioPlainMessage(Payload payload, EnvelopeFields envelope) throws CorruptMessageException {
        super(payload.prelude(), envelope);
        if (payload.hasBody()) {
            throw new CorruptMessageException(
                    "plain message has a body: length=" + (payload.end() - payload.bodyStart()));
        }
    }

    @Override
    public MessageKind kind() {
        return MessageKind.PLAIN;
    }

    @Override
    boolean hasBody() {
        return false;
    }

    @Override
    Object body() {
        throw new AssertionError("a plain message has no body");
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return true;
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        throw new AssertionError("a plain message has no body");
    }

    @Override
    public void clearBody() {
        // there is none
    }
}
