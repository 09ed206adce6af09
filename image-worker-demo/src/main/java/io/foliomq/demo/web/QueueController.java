package io.foliomq.demo.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.foliomq.demo.messaging.DeadLetter;
import io.foliomq.demo.messaging.DeadLetters;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.Photo;
import io.foliomq.demo.photos.PhotoEvent;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.photos.WorkersSeen;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The queue as the page sees it: how deep, how old, who works on it, and what is dead. */
@RestController
class QueueController {
    private static final int LETTER_LIMIT = 100;

    private final BacklogHistory history;
    private final WorkersSeen workers;
    private final DeadLetters deadLetters;
    private final Photos photos;
    private final Events events;

    QueueController(
            BacklogHistory history, WorkersSeen workers, DeadLetters deadLetters, Photos photos, Events events) {
        this.history = history;
        this.workers = workers;
        this.deadLetters = deadLetters;
        this.photos = photos;
        this.events = events;
    }

    record Queue(
            @JsonProperty("depth") int depth,
            @JsonProperty("age_seconds") double ageSeconds,
            @JsonProperty("workers") List<WorkersSeen.Seen> workers,
            @JsonProperty("history") List<BacklogHistory.Sample> history) {}

    /** @param since the time of the newest sample that the page has, in milliseconds since 1970 */
    @GetMapping("/api/queue")
    Queue queue(@RequestParam(defaultValue = "0") long since) {
        Photos.Backlog now = photos.backlog();
        return new Queue(now.depth(), now.age().toMillis() / 1000.0, workers.recent(), history.after(since));
    }

    @GetMapping("/api/dead")
    List<DeadLetter> dead() throws JMSException {
        return deadLetters.browse(LETTER_LIMIT);
    }

    /** Gives a dead photo another chance. */
    @PostMapping("/api/dead/{id}/redrive")
    Map<String, String> redrive(@PathVariable UUID id) throws JMSException {
        String fileId = id.toString();
        if (!deadLetters.redrive(fileId, () -> photos.redriven(fileId))) {
            throw Uploads.notFound();
        }
        int round = photos.find(fileId).map(Photo::redrives).orElse(0);
        events.append(fileId, PhotoEvent.Kind.QUEUED, round, null);
        return Map.of("file_id", fileId);
    }
}
