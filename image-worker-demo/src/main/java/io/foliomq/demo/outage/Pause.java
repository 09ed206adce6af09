package io.foliomq.demo.outage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a consumer back while something it needs is down, and probes, with growing intervals, until all of it is back.
 * {@link #stop()} may be called by any thread and ends every wait at once.
 */
public final class Pause {
    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

    /** Something whose absence is an outage. */
    public interface Probe {
        /** @throws Outage when it does not answer */
        void check();
    }

    private final List<Probe> probes;
    private final Duration first;
    private final Duration longest;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean paused;

    public Pause(List<Probe> probes, Duration first, Duration longest) {
        this.probes = List.copyOf(probes);
        this.first = first;
        this.longest = longest;
    }

    /**
     * Returns when every probe answers.
     *
     * @return false when stopped before that
     */
    public boolean untilHealthy(RuntimeException reason) {
        LOG.warn("paused: reason={}", reason.getMessage());
        paused = true;
        try {
            Backoff backoff = new Backoff(first, longest);
            while (sleep(backoff.next())) {
                if (allAnswer()) {
                    LOG.info("resumed");
                    return true;
                }
            }
            return false;
        } finally {
            paused = false;
        }
    }

    /** Waits for the time given; false when stopped in between. */
    public boolean sleep(Duration time) {
        try {
            return !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public boolean isPaused() {
        return paused;
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    public void stop() {
        stopped.countDown();
    }

    private boolean allAnswer() {
        try {
            probes.forEach(Probe::check);
            return true;
        } catch (Outage e) {
            LOG.debug("still paused: reason={}", e.getMessage());
            return false;
        }
    }
}
