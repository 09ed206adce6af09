package io.foliomq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Makes the messages that a client fills and sends. Without state; any thread may use it. */
public final class MessageFactory {
    public FolioPlainMessage createMessage() {
        return new FolioPlainMessage();
    }

    public FolioTextMessage createTextMessage(@Nullable String text) {
        return new FolioTextMessage(text);
    }

    public FolioBytesMessage createBytesMessage() {
        return new FolioBytesMessage();
    }

    public FolioMapMessage createMapMessage() {
        return new FolioMapMessage();
    }

    public FolioStreamMessage createStreamMessage() {
        return new FolioStreamMessage();
    }

    /** @throws MessageFormatException if the object cannot be serialised. */
    public FolioObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
        FolioObjectMessage message = new FolioObjectMessage();
        message.setObject(object);
        return message;
    }
}
