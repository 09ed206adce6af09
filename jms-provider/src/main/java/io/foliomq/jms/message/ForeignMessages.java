package io.foliomq.jms.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** Messages of other providers, and of clients, that implement the {@code jakarta.jms} interfaces (section 3.12). */
public final class ForeignMessages {
    private ForeignMessages() {}

    /** The message itself if it is ours, else a copy of headers, properties and body. */
    public static FolioMessage toOurs(Message message, MessageFactory factory) throws JMSException {
        if (message instanceof FolioMessage ours) {
            return ours;
        }
        throw new UnsupportedOperationException(
                "foreign message: class=" + message.getClass().getName());
    }

    /** What a send leaves on the message, by its public setters; for ours the same as {@link FolioMessage#assignSent}. */
    public static void assignSent(Message message, Destination destination, EnvelopeFields sent) throws JMSException {
        if (message instanceof FolioMessage ours) {
            ours.assignSent(destination, sent);
            return;
        }
        message.setJMSDestination(destination);
        message.setJMSDeliveryMode(sent.deliveryMode());
        message.setJMSPriority(sent.priority());
        message.setJMSTimestamp(sent.timestamp());
        message.setJMSExpiration(sent.expiration());
        message.setJMSDeliveryTime(sent.deliveryTime());
        message.setJMSMessageID(MessageIds.text(sent.incarnation(), sent.counter()));
    }
}
