package io.foliomq.demo.web;

import io.foliomq.demo.photos.Events;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Live status for the page. */
@RestController
class EventController {
    private final EventStream stream;
    private final Events events;

    EventController(EventStream stream, Events events) {
        this.stream = stream;
        this.events = events;
    }

    /** The events after the last one that the browser has seen; from now on, when it says none. */
    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long last,
            @RequestParam(required = false) @Nullable Long after) {
        Long from = last != null ? last : after;
        return stream.open(from != null ? from : events.latest());
    }
}
