package io.foliomq.demo.web;

import io.foliomq.demo.messaging.Completion;
import io.foliomq.demo.messaging.Queues;
import io.foliomq.demo.outage.Backoff;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.PhotoEvent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns completions into events. A completion may come twice, when a worker died between its database and its queue: the
 * event is there only once.
 */
final class CompletionConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionConsumer.class);
    private static final long LOOK_UP_MILLIS = 500;

    private final ConnectionFactory factory;
    private final Events events;
    private final EventStream stream;
    private final Pause pause;

    CompletionConsumer(ConnectionFactory factory, Events events, EventStream stream, Pause pause) {
        this.factory = factory;
        this.events = events;
        this.stream = stream;
        this.pause = pause;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        while (!pause.isStopped()) {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                    MessageConsumer completions = session.createConsumer(session.createQueue(Queues.COMPLETED))) {
                connection.start();
                while (!pause.isStopped()) {
                    Message message = completions.receive(LOOK_UP_MILLIS);
                    backoff.reset();
                    if (message != null && tell(message)) {
                        message.acknowledge();
                    }
                }
            } catch (JMSException e) {
                LOG.warn("message store failed: cause={}", e.getMessage());
                pause.sleep(backoff.next());
            }
        }
    }

    /** Returns whether the completion is dealt with, and false when stopped in an outage. */
    private boolean tell(Message message) throws JMSException {
        while (true) {
            try {
                Completion completion = Completion.from(message);
                events.append(
                        completion.fileId(),
                        completion.isDone() ? PhotoEvent.Kind.DONE : PhotoEvent.Kind.DEAD,
                        completion.round(),
                        completion.cause());
                stream.poke();
                return true;
            } catch (MessageFormatException e) {
                LOG.error("completion dropped: cause={}", e.getMessage());
                return true;
            } catch (Outage e) {
                if (!pause.untilHealthy(e)) {
                    return false;
                }
            }
        }
    }
}
