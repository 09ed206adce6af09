package io.foliomq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/** A text, or null. A received one is decoded when it is first asked for. */
public final class FolioTextMessage extends FolioMessage implements TextMessage {
    private @Nullable Payload undecoded;
    private @Nullable String text;
    private boolean readOnly;

    FolioTextMessage(@Nullable String text) {
        this.text = text;
    }

    FolioTextMessage(Payload payload, EnvelopeFields envelope) throws CorruptMessageException {
        super(payload.prelude(), envelope);
        readOnly = true;
        if (payload.hasBody()) {
            undecoded = payload;
            PayloadReader reader = payload.bodyReader();
            reader.skipText();
            if (!reader.isAtEnd()) {
                throw new CorruptMessageException("text body: end=" + reader.position() + ", length=" + payload.end());
            }
        }
    }

    @Override
    public MessageKind kind() {
        return MessageKind.TEXT;
    }

    @Override
    public @Nullable String getText() throws JMSException {
        if (undecoded != null) {
            text = undecoded.bodyReader().readText();
            undecoded = null;
        }
        return text;
    }

    @Override
    public void setText(@Nullable String newText) throws JMSException {
        if (readOnly) {
            throw notWriteable(kind());
        }
        text = newText;
    }

    @Override
    public void clearBody() {
        undecoded = null;
        text = null;
        readOnly = false;
    }

    @Override
    boolean hasBody() {
        return undecoded != null || text != null;
    }

    @Override
    @SuppressWarnings("NullAway") // there is a body
    Object body() throws JMSException {
        return getText();
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return type.isAssignableFrom(String.class);
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        if (undecoded != null) {
            undecoded.appendBody(buffer);
        } else if (text != null) {
            TextEncoder.put(text, buffer);
        }
    }
}
