package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Requests;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The time from a request to its reply. */
final class RequestReply {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
    private static final long PATIENCE_MS = 10_000;

    private volatile boolean answering = true;

    private RequestReply() {}

    static Figures play(Cell cell, Path directory, Duration duration) {
        return new RequestReply().run(cell, directory, duration);
    }

    private Figures run(Cell cell, Path directory, Duration duration) {
        try (Requests requests = cell.contender().openRequests(cell.setup(directory))) {
            Thread server = new Thread(() -> answer(requests), "server");
            server.setDaemon(true);
            server.start();
            try {
                ask(requests, duration.warmSeconds());
                Histogram times = ask(requests, duration.seconds());
                return new Figures().with(times).with(Figure.PER_SECOND, times.getTotalCount() / duration.seconds());
            } finally {
                answering = false;
                join(server);
            }
        }
    }

    private void answer(Requests requests) {
        while (answering) {
            requests.answer();
        }
    }

    private static Histogram ask(Requests requests, double seconds) {
        Histogram times = new Histogram(LONGEST, 3);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            requests.ask();
            times.recordValue(Math.min(LONGEST, System.nanoTime() - start));
        }
        return times;
    }

    private static void join(Thread server) {
        try {
            server.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
