package io.foliomq.demo.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.PhotoEvent;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events. Each browser has its own position in the table of events, so one that lost its connection goes on
 * where it was, and a slow one holds up nobody else.
 */
final class EventStream {
    private static final int BATCH = 200;
    private static final int BROWSERS = 200;

    private final Events events;
    private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders =
            new ThreadPoolExecutor(0, 16, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "events");
                thread.setDaemon(true);
                return thread;
            });

    EventStream(Events events) {
        this.events = events;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Told(
            @JsonProperty("file_id") String fileId,
            @JsonProperty("type") String type,
            @JsonProperty("cause") @Nullable String cause) {}

    /** Opens a stream of the events after that number. */
    SseEmitter open(long after) {
        if (browsers.size() >= BROWSERS) {
            throw UploadRefused.later("too many open pages: limit=" + BROWSERS);
        }
        SseEmitter emitter = new SseEmitter(0L);
        Browser browser = new Browser(emitter, after);
        emitter.onCompletion(() -> browsers.remove(browser));
        emitter.onTimeout(() -> browsers.remove(browser));
        emitter.onError(failure -> browsers.remove(browser));
        browsers.add(browser);
        submit(
                browser,
                () -> browser.send(SseEmitter.event().reconnectTime(1_000).comment("open")));
        return emitter;
    }

    /** There may be something new: soon rather than with the next round. */
    void poke() {
        deliver();
    }

    /** Brings every browser up to date. */
    void deliver() {
        browsers.forEach(browser -> submit(browser, browser::catchUp));
    }

    void keepAlive() {
        browsers.forEach(
                browser -> submit(browser, () -> browser.send(SseEmitter.event().comment("alive"))));
    }

    void close() {
        browsers.forEach(browser -> browser.emitter.complete());
        senders.shutdownNow();
    }

    private void submit(Browser browser, Runnable work) {
        if (browser.busy.compareAndSet(false, true)) {
            try {
                senders.execute(() -> {
                    try {
                        work.run();
                    } finally {
                        browser.busy.set(false);
                    }
                });
            } catch (RejectedExecutionException e) {
                // All senders are busy: the next round comes within a second.
                browser.busy.set(false);
            }
        }
    }

    /** One open page. Only the thread that holds {@code busy} sends. */
    private final class Browser {
        private final SseEmitter emitter;
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile long position;

        Browser(SseEmitter emitter, long position) {
            this.emitter = emitter;
            this.position = position;
        }

        void catchUp() {
            try {
                List<PhotoEvent> news = events.after(position, BATCH);
                for (PhotoEvent event : news) {
                    String type = event.kind().name().toLowerCase(Locale.ROOT);
                    send(SseEmitter.event()
                            .id(Long.toString(event.id()))
                            .name("photo")
                            .data(new Told(event.photoId(), type, event.cause())));
                    position = event.id();
                }
            } catch (Outage e) {
                // The database is away: the position has not moved, so nothing is missed.
                return;
            }
        }

        void send(SseEmitter.SseEventBuilder event) {
            try {
                emitter.send(event);
            } catch (IOException | IllegalStateException e) {
                browsers.remove(this);
                emitter.completeWithError(e);
            }
        }
    }
}
