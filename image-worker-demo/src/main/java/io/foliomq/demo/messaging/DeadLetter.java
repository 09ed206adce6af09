package io.foliomq.demo.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/**
 * A request whose photo is broken, as it is found on the queue of dead letters: the request's own body, and why it is
 * there as properties.
 *
 * @param cause why the photo was refused
 * @param attempts how many times the request had been delivered
 * @param origin the queue it came from, and goes back to
 * @param deadAt when, in milliseconds since 1970
 */
public record DeadLetter(
        @JsonProperty("file_id") String fileId,
        @JsonProperty("cause") String cause,
        @JsonProperty("attempts") int attempts,
        @JsonProperty("origin") String origin,
        @JsonProperty("dead_at") long deadAt) {
    static final String FILE_ID = "file_id";
    private static final String CAUSE = "cause";
    private static final String ATTEMPTS = "attempts";
    private static final String ORIGIN = "origin";

    /** The dead letter of a request that was delivered as this message. */
    public static TextMessage of(Session session, Message delivered, String fileId, String cause) throws JMSException {
        TextMessage letter = session.createTextMessage(delivered instanceof TextMessage text ? text.getText() : "");
        letter.setStringProperty(FILE_ID, fileId);
        letter.setStringProperty(CAUSE, cause);
        letter.setIntProperty(
                ATTEMPTS,
                delivered.propertyExists("JMSXDeliveryCount") ? delivered.getIntProperty("JMSXDeliveryCount") : 1);
        letter.setStringProperty(ORIGIN, Queues.RESIZE);
        return letter;
    }

    static DeadLetter from(Message message) throws JMSException {
        return new DeadLetter(
                message.getStringProperty(FILE_ID),
                message.getStringProperty(CAUSE),
                message.getIntProperty(ATTEMPTS),
                message.getStringProperty(ORIGIN),
                message.getJMSTimestamp());
    }
}
