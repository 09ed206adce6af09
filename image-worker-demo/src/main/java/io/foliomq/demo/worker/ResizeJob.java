package io.foliomq.demo.worker;

import io.foliomq.demo.messaging.ResizeRequest;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.photos.Photo;
import io.foliomq.demo.photos.PhotoState;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.photos.ThumbnailRow;
import io.foliomq.demo.picture.PictureRefused;
import io.foliomq.demo.picture.Resizer;
import io.foliomq.demo.picture.Thumbnail;
import io.foliomq.demo.picture.Thumbnails;
import io.foliomq.demo.storage.ObjectMissing;
import io.foliomq.demo.storage.PhotoStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the thumbnails of one photo. It may be repeated at any point, by any worker: objects have one key each, rows are
 * written once, and a photo that is done stays done.
 */
public final class ResizeJob {
    private final Photos photos;
    private final PhotoStorage storage;
    private final Resizer resizer;
    private final Scratch scratch;
    private final String worker;
    private final int attemptLimit;

    /** @param attemptLimit how many times a photo may take its worker down */
    public ResizeJob(
            Photos photos, PhotoStorage storage, Resizer resizer, Scratch scratch, String worker, int attemptLimit) {
        this.photos = photos;
        this.storage = storage;
        this.resizer = resizer;
        this.scratch = scratch;
        this.worker = worker;
        this.attemptLimit = attemptLimit;
    }

    /**
     * @param first whether this is the first try of this delivery, and not one after an outage
     * @throws Outage when the photo is not to blame
     */
    public Outcome run(ResizeRequest request, boolean first) {
        Optional<Photo> found = photos.find(request.fileId());
        if (found.isEmpty()) {
            return new Outcome.Refused(0, "unknown photo: there is no row for it");
        }
        Photo photo = found.get();
        if (photo.state() == PhotoState.DONE) {
            return new Outcome.Done();
        }
        if (first && photos.begin(photo.id(), worker) > attemptLimit) {
            return refuse(photo, "given up: its worker died or failed " + attemptLimit + " times over it");
        }
        try {
            finish(photo, thumbnailsOf(photo));
            return new Outcome.Done();
        } catch (PictureRefused e) {
            return refuse(photo, String.valueOf(e.getMessage()));
        } catch (ObjectMissing e) {
            return refuse(photo, "the uploaded file is gone: " + e.getMessage());
        } catch (IOException e) {
            throw new Outage("scratch space failed: directory=" + scratch, e);
        }
    }

    /** The worker is stopping: what it began does not count against the photo. */
    public void giveBack(ResizeRequest request) {
        photos.forgive(request.fileId());
    }

    private Thumbnails thumbnailsOf(Photo photo) throws IOException, ObjectMissing, PictureRefused {
        Path file = scratch.newFile();
        try {
            storage.download(photo.originalKey(), file);
            return resizer.resize(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void finish(Photo photo, Thumbnails thumbnails) {
        List<ThumbnailRow> rows = new ArrayList<>();
        for (Thumbnail thumbnail : thumbnails.sizes()) {
            String key = photo.thumbnailKey(thumbnail.side());
            storage.put(key, thumbnail.jpeg(), "image/jpeg");
            rows.add(new ThumbnailRow(
                    thumbnail.side(), key, thumbnail.width(), thumbnail.height(), thumbnail.jpeg().length));
        }
        photos.done(photo.id(), thumbnails.width(), thumbnails.height(), rows);
    }

    private Outcome refuse(Photo photo, String cause) {
        photos.dead(photo.id(), cause);
        return new Outcome.Refused(photo.redrives(), cause);
    }
}
