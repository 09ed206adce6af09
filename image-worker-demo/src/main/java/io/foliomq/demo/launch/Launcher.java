package io.foliomq.demo.launch;

import io.foliomq.demo.plain.PlainWorker;
import io.foliomq.demo.settings.Role;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.worker.SpringWorkerRun;
import io.foliomq.demo.worker.WorkerRun;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts this process in its role. */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int DATABASE_CONNECTIONS = 3;
    private static final Duration LAST_PHOTO = Duration.ofSeconds(10);

    private Launcher() {}

    /**
     * Returns at once in the roles with a page, and at the end of its work in those of a worker.
     *
     * @throws io.foliomq.demo.settings.SettingsException when a setting cannot be used
     */
    public static void start(Settings settings) {
        ParentWatch.start();
        if (settings.role() == Role.ALL || settings.role() == Role.WEB) {
            new WebProcess().start(settings);
        } else {
            work(settings);
        }
    }

    private static void work(Settings settings) {
        DataDirectory directory = DataDirectory.open(settings.data());
        try (Connections connections = Connections.open(settings, directory, DATABASE_CONNECTIONS);
                WorkerRun run = settings.role() == Role.WORKER
                        ? SpringWorkerRun.of(
                                settings,
                                connections.queues(),
                                connections.database(),
                                connections.storage(),
                                directory.scratch())
                        : PlainWorker.of(
                                settings,
                                connections.queues(),
                                connections.database(),
                                connections.storage(),
                                directory.scratch())) {
            stopAtExit(run, Thread.currentThread());
            LOG.info("worker runs: pid={}", ProcessHandle.current().pid());
            run.run();
        }
        LOG.info("worker ended: pid={}", ProcessHandle.current().pid());
    }

    /** Lets the photo in hand be finished. */
    private static void stopAtExit(WorkerRun run, Thread working) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            run.stop();
                            try {
                                working.join(LAST_PHOTO.toMillis());
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "shutdown"));
    }
}
