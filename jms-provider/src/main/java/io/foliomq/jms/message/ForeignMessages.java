package io.foliomq.jms.message;

import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.Set;

/** Messages of other providers, and of clients, that implement the {@code jakarta.jms} interfaces (section 3.12). */
public final class ForeignMessages {
    /** What the provider sets on receive: the other one's is of no meaning here. */
    private static final Set<String> SET_ON_RECEIVE = Set.of(
            MessageProperties.DELIVERY_COUNT,
            MessageProperties.FIRST_OF_GROUP,
            "JMSXConsumerTXID",
            "JMSXRcvTimestamp",
            "JMSXState");

    private static final int CHUNK = 8192;

    private ForeignMessages() {}

    /**
     * The message itself if it is ours, else a copy of headers, properties and body. A bytes or stream message is reset before
     * and after it is read. A {@code JMSReplyTo} that is neither queue nor topic is left out, as section 3.12 allows.
     *
     * @throws JMSException whatever the foreign message throws.
     */
    public static FolioMessage toOurs(Message message, MessageFactory factory) throws JMSException {
        if (message instanceof FolioMessage ours) {
            return ours;
        }
        FolioMessage copy = copyBody(message, factory);
        copyHeaders(message, copy);
        copyProperties(message, copy);
        return copy;
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
        message.setJMSMessageID(sent.messageIds().text(sent.incarnation(), sent.counter()));
    }

    private static FolioMessage copyBody(Message message, MessageFactory factory) throws JMSException {
        if (message instanceof TextMessage text) {
            return factory.createTextMessage(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return copyBytes(bytes, factory.createBytesMessage());
        }
        if (message instanceof MapMessage map) {
            return copyMap(map, factory.createMapMessage());
        }
        if (message instanceof StreamMessage stream) {
            return copyStream(stream, factory.createStreamMessage());
        }
        if (message instanceof ObjectMessage object) {
            return factory.createObjectMessage(object.getObject());
        }
        return factory.createMessage();
    }

    private static FolioMessage copyBytes(BytesMessage foreign, FolioBytesMessage copy) throws JMSException {
        foreign.reset();
        byte[] chunk = new byte[CHUNK];
        for (int count = foreign.readBytes(chunk); count > 0; count = foreign.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        foreign.reset();
        return copy;
    }

    private static FolioMessage copyMap(MapMessage foreign, FolioMapMessage copy) throws JMSException {
        Enumeration<?> names = foreign.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            copy.setObject(name, foreign.getObject(name));
        }
        return copy;
    }

    private static FolioMessage copyStream(StreamMessage foreign, FolioStreamMessage copy) throws JMSException {
        foreign.reset();
        try {
            while (true) {
                copy.writeObject(foreign.readObject());
            }
        } catch (MessageEOFException end) {
            foreign.reset();
        }
        return copy;
    }

    private static void copyHeaders(Message foreign, FolioMessage copy) throws JMSException {
        String correlationId = foreign.getJMSCorrelationID();
        if (correlationId != null) {
            copy.setJMSCorrelationID(correlationId);
        } else {
            copyCorrelationBytes(foreign, copy);
        }
        copy.setJMSType(foreign.getJMSType());
        Destination replyTo = foreign.getJMSReplyTo();
        if (replyTo != null) {
            try {
                copy.setJMSReplyTo(FolioDestination.from(replyTo));
            } catch (InvalidDestinationException notOurs) {
                copy.setJMSReplyTo(null);
            }
        }
    }

    private static void copyCorrelationBytes(Message foreign, FolioMessage copy) throws JMSException {
        try {
            copy.setJMSCorrelationIDAsBytes(foreign.getJMSCorrelationIDAsBytes());
        } catch (UnsupportedOperationException | JMSException noBytes) {
            // A provider need not have them, and has then told by null that there is no text either.
            copy.setJMSCorrelationID(null);
        }
    }

    private static void copyProperties(Message foreign, FolioMessage copy) throws JMSException {
        Enumeration<?> names = foreign.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (!SET_ON_RECEIVE.contains(name)) {
                copy.copyProperty(name, foreign.getObjectProperty(name));
            }
        }
    }
}
