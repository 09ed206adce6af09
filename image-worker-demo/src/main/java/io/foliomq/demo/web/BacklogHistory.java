package io.foliomq.demo.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.foliomq.demo.photos.Photos;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Depth and age of the queue, second by second, for the last quarter of an hour. Threads may share it. */
final class BacklogHistory {
    private static final int LENGTH = 900;

    private final Photos photos;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    BacklogHistory(Photos photos, Clock clock) {
        this.photos = photos;
        this.clock = clock;
    }

    /** @param at in milliseconds since 1970 */
    record Sample(
            @JsonProperty("at") long at,
            @JsonProperty("depth") int depth,
            @JsonProperty("age_seconds") double ageSeconds) {}

    void sample() {
        Photos.Backlog backlog = photos.backlog();
        Sample sample =
                new Sample(clock.millis(), backlog.depth(), backlog.age().toMillis() / 1000.0);
        synchronized (samples) {
            samples.addLast(sample);
            if (samples.size() > LENGTH) {
                samples.removeFirst();
            }
        }
    }

    /** Samples after that time, oldest first. */
    List<Sample> after(long at) {
        synchronized (samples) {
            return samples.stream().filter(sample -> sample.at() > at).toList();
        }
    }
}
