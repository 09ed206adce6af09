package io.foliomq.jms;

import io.foliomq.engine.testing.ChildLines;
import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A process of its own on a store: does what the test asks for, line by line. Destinations are written as {@code queue://name}. */
final class JmsChild {
    private static final long SOON = 20_000;

    private final FolioConnection connection;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, MessageConsumer> consumers = new HashMap<>();

    private JmsChild(String url) throws JMSException {
        connection = (FolioConnection) new FolioConnectionFactory(url).createConnection();
    }

    public static void main(String[] args) throws JMSException, IOException {
        JmsChild child = new JmsChild(args[0]);
        ChildLines.say("ready");
        ChildLines.answer(words -> {
            try {
                return child.run(words);
            } catch (JMSException e) {
                return "refused " + e.getClass().getSimpleName();
            }
        });
    }

    private Object run(String[] words) throws JMSException {
        switch (words[0]) {
            case "clientid" -> connection.setClientID(words[1]);
            case "send" -> send(session("auto"), words[1], words[2]);
            case "transact" -> send(session("transacted"), words[1], words[2]);
            case "commit" -> session("transacted").commit();
            case "take" -> {
                return take(words[1], words[2]);
            }
            case "durable" -> {
                connection.start();
                consumers.put(
                        words[1], session("client").createDurableConsumer((Topic) destination(words[2]), words[1]));
            }
            case "shared" -> {
                connection.start();
                consumers.put(words[1], session("auto").createSharedConsumer((Topic) destination(words[2]), words[1]));
            }
            case "receive" -> {
                return described(consumers.get(words[1]).receive(SOON));
            }
            case "reply" -> {
                connection.start();
                Message request =
                        session("auto").createConsumer(destination(words[1])).receive(SOON);
                send(session("auto"), request.getJMSReplyTo().toString(), words[2]);
            }
            case "consume" -> consume(words[1]);
            default -> throw new IllegalArgumentException("command: " + words[0]);
        }
        return "done";
    }

    private static Destination destination(String text) {
        return FolioDestination.parse(text);
    }

    private Session session(String mode) throws JMSException {
        Session known = sessions.get(mode);
        if (known != null) {
            return known;
        }
        int code = switch (mode) {
            case "auto" -> Session.AUTO_ACKNOWLEDGE;
            case "client" -> Session.CLIENT_ACKNOWLEDGE;
            default -> Session.SESSION_TRANSACTED;
        };
        Session session = connection.createSession(code);
        sessions.put(mode, session);
        return session;
    }

    private static void send(Session session, String to, String text) throws JMSException {
        session.createProducer(destination(to)).send(session.createTextMessage(text));
    }

    /** Receives one message in that mode and keeps the session open. */
    private String take(String mode, String from) throws JMSException {
        connection.start();
        return described(session(mode).createConsumer(destination(from)).receive(SOON));
    }

    private static String described(Message message) throws JMSException {
        return message == null
                ? "nothing"
                : ((TextMessage) message).getText() + ":" + message.getIntProperty("JMSXDeliveryCount");
    }

    /** Says each message as it comes. */
    private void consume(String from) throws JMSException {
        Session listening = connection.createSession();
        // With the options that may stand behind a name.
        Destination source = from.startsWith("queue:") ? listening.createQueue(from) : destination(from);
        listening.createConsumer(source).setMessageListener(message -> {
            try {
                ChildLines.say("got " + described(message));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        connection.start();
    }
}
