package io.foliomq.demo.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.UUID;

/**
 * A reference to a photo, never the photo itself: {@code {"file_id":"…","type":"resize"}}.
 *
 * @param fileId the photo's id
 */
public record ResizeRequest(
        @JsonProperty("file_id") String fileId,
        @JsonProperty("type") String type) {
    private static final String TYPE = "resize";

    public static ResizeRequest of(String fileId) {
        return new ResizeRequest(fileId, TYPE);
    }

    /** @throws MessageFormatException when the message is no such request */
    public static ResizeRequest from(Message message) throws JMSException {
        ResizeRequest request = Json.read(message, ResizeRequest.class);
        if (!TYPE.equals(request.type) || !isId(request.fileId)) {
            throw new MessageFormatException("not a resize request: message=" + message.getJMSMessageID());
        }
        return request;
    }

    /** The body of the message. */
    public String toJson() {
        return Json.write(this);
    }

    public TextMessage toMessage(Session session) throws JMSException {
        return session.createTextMessage(toJson());
    }

    static boolean isId(String text) {
        try {
            return text != null && UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
