package io.foliomq.demo.web;

import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the web process does besides answering requests. */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long GRACE_SECONDS = 5;

    private final Thread consumer;
    private final BacklogHistory history;
    private final AbandonedUploads abandoned;
    private final EventStream stream;
    private final Pause pause;
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "background");
        thread.setDaemon(true);
        return thread;
    });

    Background(
            CompletionConsumer completions,
            BacklogHistory history,
            AbandonedUploads abandoned,
            EventStream stream,
            Pause pause) {
        this.consumer = new Thread(completions, "completions");
        this.history = history;
        this.abandoned = abandoned;
        this.stream = stream;
        this.pause = pause;
    }

    void start() {
        consumer.start();
        every(Duration.ofSeconds(1), history::sample);
        every(Duration.ofSeconds(1), stream::deliver);
        every(Duration.ofSeconds(15), stream::keepAlive);
        every(Duration.ofMinutes(10), abandoned::sweep);
    }

    void close() throws InterruptedException {
        pause.stop();
        clockwork.shutdownNow();
        consumer.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
    }

    private void every(Duration interval, Runnable task) {
        var unused =
                clockwork.scheduleWithFixedDelay(() -> guarded(task), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Outage e) {
            LOG.debug("skipped: cause={}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("background task failed", e);
        }
    }
}
