package io.foliomq.demo.worker;

import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.WorkersSeen;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the page that this worker is there and what it does. */
final class Heartbeat implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final WorkersSeen seen;
    private final String name;
    private final Supplier<String> state;
    private final Pause pause;

    Heartbeat(WorkersSeen seen, String name, Supplier<String> state, Pause pause) {
        this.seen = seen;
        this.name = name;
        this.state = state;
        this.pause = pause;
    }

    @Override
    public void run() {
        do {
            tell(() -> seen.report(name, state.get()));
        } while (pause.sleep(INTERVAL));
        tell(() -> seen.gone(name));
    }

    private static void tell(Runnable report) {
        try {
            report.run();
        } catch (Outage e) {
            LOG.debug("not told: cause={}", e.getMessage());
        }
    }
}
