package io.foliomq.demo.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/**
 * What became of a photo: {@code {"file_id":"…","type":"done"}} or {@code "dead"} with its cause.
 *
 * @param round how many times the photo had been redriven
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Completion(
        @JsonProperty("file_id") String fileId,
        @JsonProperty("type") String type,
        @JsonProperty("round") int round,
        @JsonProperty("cause") @Nullable String cause) {
    private static final String DONE = "done";
    private static final String DEAD = "dead";

    public static Completion done(String fileId) {
        return new Completion(fileId, DONE, 0, null);
    }

    public static Completion dead(String fileId, int round, String cause) {
        return new Completion(fileId, DEAD, round, cause);
    }

    /** @throws MessageFormatException when the message is no completion */
    public static Completion from(Message message) throws JMSException {
        Completion completion = Json.read(message, Completion.class);
        boolean known = DONE.equals(completion.type) || DEAD.equals(completion.type);
        if (!known || !ResizeRequest.isId(completion.fileId)) {
            throw new MessageFormatException("not a completion: message=" + message.getJMSMessageID());
        }
        return completion;
    }

    public boolean isDone() {
        return type.equals(DONE);
    }

    public TextMessage toMessage(Session session) throws JMSException {
        return session.createTextMessage(Json.write(this));
    }
}
