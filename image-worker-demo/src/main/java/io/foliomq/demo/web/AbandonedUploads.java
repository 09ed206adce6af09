package io.foliomq.demo.web;

import io.foliomq.demo.photos.Photo;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.storage.PhotoStorage;
import java.time.Duration;

/** Removes what is left of uploads that were begun and never completed. */
final class AbandonedUploads {
    /** Much longer than any upload takes. */
    private static final Duration PATIENCE = Duration.ofHours(6);

    private final Photos photos;
    private final PhotoStorage storage;

    AbandonedUploads(Photos photos, PhotoStorage storage) {
        this.photos = photos;
        this.storage = storage;
    }

    void sweep() {
        for (Photo photo : photos.abandoned(PATIENCE)) {
            storage.delete(photo.originalKey());
            photos.forget(photo.id());
        }
    }
}
