package io.foliomq.demo.photos;

import org.jspecify.annotations.Nullable;

/**
 * Something that browsers are told.
 *
 * @param id grows by one with each event
 */
public record PhotoEvent(
        long id, String photoId, Kind kind, @Nullable String cause) {
    /** What happened to the photo. */
    public enum Kind {
        QUEUED,
        DONE,
        DEAD
    }
}
