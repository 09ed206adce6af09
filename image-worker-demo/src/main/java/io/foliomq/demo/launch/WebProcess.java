package io.foliomq.demo.launch;

import io.foliomq.demo.settings.Role;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.web.WebServer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process with the page: embedded services, web server, and with role {@code all} the workers. */
final class WebProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebProcess.class);
    private static final int DATABASE_CONNECTIONS = 8;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** Returns when the page can be opened; the process then runs until it is told to end. */
    void start(Settings settings) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
        DataDirectory directory = DataDirectory.open(settings.data());
        running.push(EmbeddedServices.start(settings, directory));
        Connections connections = Connections.open(settings, directory, DATABASE_CONNECTIONS);
        running.push(connections);
        WebServer server =
                WebServer.start(settings, connections.queues(), connections.database(), connections.storage());
        running.push(server);
        if (settings.role() == Role.ALL) {
            WorkerProcesses workers = new WorkerProcesses(settings);
            running.push(workers);
            workers.start();
        }
        System.out.println("Open " + server.address());
        System.out.flush();
    }

    /** Ends everything in reverse order: the workers while what they need still runs. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("did not close: part={}, cause={}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
