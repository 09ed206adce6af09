package io.foliomq.demo.plain;

import io.foliomq.demo.messaging.Completion;
import io.foliomq.demo.messaging.DeadLetter;
import io.foliomq.demo.messaging.Queues;
import io.foliomq.demo.messaging.ResizeRequest;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.Database;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.picture.Resizer;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import io.foliomq.demo.storage.PhotoStorage;
import io.foliomq.demo.worker.Outcome;
import io.foliomq.demo.worker.ResizeJob;
import io.foliomq.demo.worker.Scratch;
import io.foliomq.demo.worker.WorkerRun;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in nothing but {@code jakarta.jms}: a listener in a transacted session. It shares the queues with the other
 * workers, and either may be killed while the rest goes on.
 *
 * <p>The listener settles each request in the session that delivered it. When it cannot, it throws, and the provider
 * delivers the request again.
 */
public final class PlainWorker implements WorkerRun {
    private static final Logger LOG = LoggerFactory.getLogger(PlainWorker.class);
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final ConnectionFactory queues;
    private final ResizeJob job;
    private final Pause pause;

    private PlainWorker(ConnectionFactory queues, ResizeJob job, Pause pause) {
        this.queues = queues;
        this.job = job;
        this.pause = pause;
    }

    public static PlainWorker of(
            Settings settings, ConnectionFactory queues, Database database, PhotoStorage storage, Path scratch) {
        try {
            ResizeJob job = new ResizeJob(
                    new Photos(database, Clock.systemUTC()),
                    storage,
                    new Resizer(settings.picturePixels()),
                    Scratch.in(scratch),
                    "plain worker " + ProcessHandle.current().pid(),
                    settings.attempts());
            Pause pause = new Pause(List.of(database, storage), Duration.ofMillis(250), Duration.ofSeconds(5));
            return new PlainWorker(queues, job, pause);
        } catch (IOException e) {
            throw new SettingsException("scratch space cannot be used: directory=" + scratch + ", cause=" + e, e);
        }
    }

    @Override
    public void run() {
        while (!pause.isStopped()) {
            try (Connection connection = queues.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageProducer completions = session.createProducer(session.createQueue(Queues.COMPLETED));
                    MessageProducer deadLetters = session.createProducer(session.createQueue(Queues.DEAD));
                    MessageConsumer requests = session.createConsumer(session.createQueue(Queues.RESIZE))) {
                requests.setMessageListener(message -> settle(session, message, completions, deadLetters));
                connection.start();
                while (pause.sleep(Duration.ofHours(1))) {
                    LOG.debug("still running");
                }
                connection.stop();
            } catch (JMSException e) {
                LOG.warn("message store failed: cause={}", e.getMessage());
                pause.sleep(RECONNECT);
            }
        }
    }

    @Override
    public void stop() {
        pause.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private void settle(Session session, Message message, MessageProducer completions, MessageProducer deadLetters) {
        try {
            ResizeRequest request = ResizeRequest.from(message);
            Outcome outcome = resize(request);
            if (outcome instanceof Outcome.Stopped) {
                session.rollback();
                return;
            }
            if (outcome instanceof Outcome.Refused refused) {
                deadLetters.send(DeadLetter.of(session, message, request.fileId(), refused.cause()));
                completions.send(Completion.dead(request.fileId(), refused.round(), refused.cause())
                        .toMessage(session));
            } else {
                completions.send(Completion.done(request.fileId()).toMessage(session));
            }
            session.commit();
        } catch (MessageFormatException e) {
            refuse(session, message, deadLetters, String.valueOf(e.getMessage()));
        } catch (JMSException e) {
            throw new IllegalStateException("request could not be settled", e);
        }
    }

    private static void refuse(Session session, Message message, MessageProducer deadLetters, String cause) {
        try {
            deadLetters.send(DeadLetter.of(session, message, "", cause));
            session.commit();
        } catch (JMSException e) {
            throw new IllegalStateException("request could not be refused", e);
        }
    }

    private Outcome resize(ResizeRequest request) {
        boolean first = true;
        while (true) {
            try {
                return job.run(request, first);
            } catch (Outage e) {
                first = false;
                if (!pause.untilHealthy(e)) {
                    giveBack(request);
                    return new Outcome.Stopped();
                }
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
