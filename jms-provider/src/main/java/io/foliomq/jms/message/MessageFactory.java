package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Makes the messages that a client fills and sends. Holds nothing but the policy; any thread may use it. */
@SuppressWarnings("DoNotCallSuggester")
public final class MessageFactory {
    public MessageFactory(ObjectPolicy policy) {}

    public FolioPlainMessage createMessage() {
        throw new UnsupportedOperationException("not yet");
    }

    public FolioTextMessage createTextMessage(@Nullable String text) {
        throw new UnsupportedOperationException("not yet");
    }

    public FolioBytesMessage createBytesMessage() {
        throw new UnsupportedOperationException("not yet");
    }

    public FolioMapMessage createMapMessage() {
        throw new UnsupportedOperationException("not yet");
    }

    public FolioStreamMessage createStreamMessage() {
        throw new UnsupportedOperationException("not yet");
    }

    /** @throws MessageFormatException if the object cannot be serialised. */
    public FolioObjectMessage createObjectMessage(@Nullable Serializable object) throws MessageFormatException {
        throw new UnsupportedOperationException("not yet");
    }
}
