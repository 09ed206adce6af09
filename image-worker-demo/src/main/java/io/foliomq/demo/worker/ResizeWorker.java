package io.foliomq.demo.worker;

import io.foliomq.demo.messaging.Completion;
import io.foliomq.demo.messaging.DeadLetter;
import io.foliomq.demo.messaging.Queues;
import io.foliomq.demo.messaging.ResizeRequest;
import io.foliomq.demo.outage.Backoff;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases one request at a time. The lease, the completion and the dead letter are one transaction: a worker that dies
 * leaves the request to the next one, and nobody is told of something that did not happen. In an outage it keeps its
 * request and waits, so that no delivery is counted against a healthy photo.
 */
public final class ResizeWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ResizeWorker.class);
    private static final long LOOK_UP_MILLIS = 500;
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(1);

    private final ConnectionFactory factory;
    private final ResizeJob job;
    private final Pause pause;
    private volatile boolean busy;

    public ResizeWorker(ConnectionFactory factory, ResizeJob job, Pause pause) {
        this.factory = factory;
        this.job = job;
        this.pause = pause;
    }

    /** Serves until the pause is stopped. */
    @Override
    public void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        while (!pause.isStopped()) {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                connection.start();
                serve(session, backoff);
            } catch (JMSException e) {
                LOG.warn("message store failed: cause={}", e.getMessage(), e);
                pause.sleep(backoff.next());
            }
        }
    }

    /** What it does now, for the page. */
    public String state() {
        return pause.isPaused() ? "paused" : busy ? "busy" : "idle";
    }

    private void serve(Session session, Backoff backoff) throws JMSException {
        try (MessageConsumer requests = session.createConsumer(session.createQueue(Queues.RESIZE));
                MessageProducer completions = session.createProducer(session.createQueue(Queues.COMPLETED));
                MessageProducer deadLetters = session.createProducer(session.createQueue(Queues.DEAD))) {
            while (!pause.isStopped()) {
                Message request = requests.receive(LOOK_UP_MILLIS);
                backoff.reset();
                if (request != null) {
                    settle(session, request, completions, deadLetters);
                }
            }
        }
    }

    private void settle(Session session, Message message, MessageProducer completions, MessageProducer deadLetters)
            throws JMSException {
        busy = true;
        try {
            ResizeRequest request = ResizeRequest.from(message);
            Outcome outcome = throughOutages(request);
            if (outcome instanceof Outcome.Stopped) {
                session.rollback();
                return;
            }
            if (outcome instanceof Outcome.Refused refused) {
                LOG.warn("photo refused: file_id={}, cause={}", request.fileId(), refused.cause());
                deadLetters.send(DeadLetter.of(session, message, request.fileId(), refused.cause()));
                completions.send(Completion.dead(request.fileId(), refused.round(), refused.cause())
                        .toMessage(session));
            } else {
                completions.send(Completion.done(request.fileId()).toMessage(session));
            }
            session.commit();
        } catch (MessageFormatException e) {
            deadLetters.send(DeadLetter.of(session, message, "", String.valueOf(e.getMessage())));
            session.commit();
        } catch (RuntimeException e) {
            // A defect, here or in a library: the photo's own count of attempts decides when it is too often.
            LOG.error("request failed: message={}", message.getJMSMessageID(), e);
            session.rollback();
            pause.sleep(AFTER_DEFECT);
        } finally {
            busy = false;
        }
    }

    private Outcome throughOutages(ResizeRequest request) {
        boolean first = true;
        while (true) {
            try {
                return job.run(request, first);
            } catch (Outage e) {
                if (!pause.untilHealthy(e)) {
                    giveBack(request);
                    return new Outcome.Stopped();
                }
                first = false;
            }
        }
    }

    private void giveBack(ResizeRequest request) {
        try {
            job.giveBack(request);
        } catch (Outage e) {
            LOG.warn("attempt stays counted: file_id={}, cause={}", request.fileId(), e.getMessage());
        }
    }
}
