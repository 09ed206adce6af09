package io.foliomq.demo.messaging;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** Looks at the queue of dead letters without taking from it, and moves one back in a transaction. */
public final class DeadLetters {
    private static final long FIND_MILLIS = 2_000;

    private final ConnectionFactory factory;

    public DeadLetters(ConnectionFactory factory) {
        this.factory = factory;
    }

    /** The oldest dead letters, at most so many. */
    public List<DeadLetter> browse(int limit) throws JMSException {
        List<DeadLetter> letters = new ArrayList<>();
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(Queues.DEAD))) {
            connection.start();
            Enumeration<?> found = browser.getEnumeration();
            while (letters.size() < limit && found.hasMoreElements()) {
                letters.add(DeadLetter.from((Message) found.nextElement()));
            }
        }
        return letters;
    }

    /**
     * Moves the dead letter of a photo back to where it came from: it is on one of the two queues, whatever happens.
     *
     * @param beforeCommit what has to be true before a worker may see the request
     * @return false when there is none
     */
    public boolean redrive(String fileId, Runnable beforeCommit) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(
                        session.createQueue(Queues.DEAD), DeadLetter.FILE_ID + " = '" + checked(fileId) + "'")) {
            connection.start();
            Message letter = consumer.receive(FIND_MILLIS);
            if (letter == null) {
                return false;
            }
            TextMessage request = session.createTextMessage(((TextMessage) letter).getText());
            try (var producer = session.createProducer(
                    session.createQueue(DeadLetter.from(letter).origin()))) {
                producer.send(request);
            }
            beforeCommit.run();
            session.commit();
            return true;
        }
    }

    private static String checked(String fileId) {
        if (!ResizeRequest.isId(fileId)) {
            throw new IllegalArgumentException("not an id: value=" + fileId);
        }
        return fileId;
    }
}
