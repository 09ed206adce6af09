package io.foliomq.jms.message;

import jakarta.jms.Destination;
import jakarta.jms.Message;

/** A message of this provider: headers, properties and one of six bodies. Used by one thread at a time. */
public abstract sealed class FolioMessage implements Message
        permits FolioPlainMessage,
                FolioTextMessage,
                FolioBytesMessage,
                FolioMapMessage,
                FolioStreamMessage,
                FolioObjectMessage {
    /** Which of the six types this is. */
    public abstract MessageKind kind();

    /** What a send leaves on the message: all headers that specification section 3.4.11 has the provider set. */
    public abstract void assignSent(Destination destination, EnvelopeFields sent);

    /** What a delivery adds to a decoded message. {@code deliveryCount} is 1 the first time; above, it is redelivered. */
    public abstract void assignDelivered(Destination destination, int deliveryCount, AcknowledgeCallback callback);

    /** To be called before a {@code CompletionListener} gets the message: a bytes or stream body becomes readable (section 7.3). */
    public abstract void completeAsyncSend();
}
