package io.foliomq.demo.web;

import io.foliomq.demo.messaging.QueueUnavailable;
import io.foliomq.demo.messaging.RequestSender;
import io.foliomq.demo.messaging.ResizeRequest;
import io.foliomq.demo.outage.Outage;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.Photo;
import io.foliomq.demo.photos.PhotoEvent;
import io.foliomq.demo.photos.PhotoState;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.picture.PictureFormat;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.storage.ObjectMissing;
import io.foliomq.demo.storage.PhotoStorage;
import io.foliomq.demo.storage.SignedUpload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Takes a photo in: object, then row, then request, and only then an answer. What fails before the request is on the
 * queue leaves nothing that anybody waits for.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final Duration SIGNATURE_VALIDITY = Duration.ofMinutes(15);
    private static final int NAME_LENGTH = 200;

    private final Settings settings;
    private final Photos photos;
    private final PhotoStorage storage;
    private final RequestSender sender;
    private final Events events;
    private final EventStream stream;

    Uploads(
            Settings settings,
            Photos photos,
            PhotoStorage storage,
            RequestSender sender,
            Events events,
            EventStream stream) {
        this.settings = settings;
        this.photos = photos;
        this.storage = storage;
        this.sender = sender;
        this.events = events;
        this.stream = stream;
    }

    /** A place for a photo that the browser puts there itself. */
    record Reserved(Photo photo, SignedUpload upload) {}

    /** Streams a photo through this process. */
    Photo receive(String name, long length, InputStream body) throws IOException {
        checkRoom();
        checkLength(length);
        byte[] start = body.readNBytes(PictureFormat.SIGNATURE_LENGTH);
        PictureFormat format = PictureFormat.of(start)
                .orElseThrow(() -> new UploadRefused(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This is not a JPEG, PNG or WebP picture."));
        Photo photo = photos.announce(UUID.randomUUID().toString(), shown(name), format.contentType(), length);
        ClientStream content = new ClientStream(new SequenceInputStream(new ByteArrayInputStream(start), body));
        try {
            storage.put(photo.originalKey(), content, length, format.contentType());
        } catch (Outage e) {
            undo(photo);
            if (content.failed()) {
                throw new UploadRefused(HttpStatus.BAD_REQUEST, "The upload broke off.");
            }
            throw e;
        }
        enqueue(photo);
        return photo;
    }

    /** Reserves a place to which the browser puts exactly this many bytes of this type. */
    Reserved reserve(String name, long length, String contentType) {
        checkRoom();
        checkLength(length);
        if (Arrays.stream(PictureFormat.values())
                .noneMatch(format -> format.contentType().equals(contentType))) {
            throw new UploadRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This is not a JPEG, PNG or WebP picture.");
        }
        Photo photo = photos.announce(UUID.randomUUID().toString(), shown(name), contentType, length);
        return new Reserved(photo, storage.signUpload(photo.originalKey(), length, contentType, SIGNATURE_VALIDITY));
    }

    /** The browser has put the photo. May be called again: the photo is queued once. */
    Photo complete(String id) throws IOException {
        Photo photo = photos.find(id).orElseThrow(() -> notFound());
        if (photo.state() != PhotoState.UPLOADING) {
            return photo;
        }
        checkRoom();
        try {
            if (storage.length(photo.originalKey()) != photo.length()) {
                throw new UploadRefused(HttpStatus.CONFLICT, "The uploaded file has another length than announced.");
            }
            checkContent(photo);
        } catch (ObjectMissing e) {
            throw new UploadRefused(HttpStatus.CONFLICT, "The photo has not been uploaded yet.");
        }
        enqueue(photo);
        return photo;
    }

    static UploadRefused notFound() {
        return new UploadRefused(HttpStatus.NOT_FOUND, "There is no such photo.");
    }

    private void checkContent(Photo photo) throws IOException, ObjectMissing {
        Optional<PictureFormat> format;
        try (InputStream content = storage.open(photo.originalKey())) {
            format = PictureFormat.of(content.readNBytes(PictureFormat.SIGNATURE_LENGTH));
        }
        if (format.isEmpty()) {
            undo(photo);
            throw new UploadRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This is not a JPEG, PNG or WebP picture.");
        }
    }

    private void enqueue(Photo photo) {
        try {
            sender.send(ResizeRequest.of(photo.id()));
        } catch (QueueUnavailable e) {
            LOG.warn("upload refused: cause={}", e.getMessage());
            undo(photo);
            throw UploadRefused.later("The queue is full. Please try again shortly.");
        }
        try {
            photos.queued(photo.id());
            events.append(photo.id(), PhotoEvent.Kind.QUEUED, 0, null);
            stream.poke();
        } catch (Outage e) {
            // The request is on the queue and a worker will see to it: only the page learns of it late.
            LOG.warn("row lags behind: file_id={}, cause={}", photo.id(), e.getMessage());
        }
    }

    private void undo(Photo photo) {
        try {
            storage.delete(photo.originalKey());
            photos.forget(photo.id());
        } catch (Outage e) {
            LOG.info("left for the sweep of abandoned uploads: file_id={}", photo.id());
        }
    }

    private void checkRoom() {
        int depth = photos.backlog().depth();
        if (depth >= settings.queueLimit()) {
            throw UploadRefused.later("The queue is full: " + depth + " photos are waiting. Please try again shortly.");
        }
    }

    private void checkLength(long length) {
        if (length < 0) {
            throw new UploadRefused(HttpStatus.LENGTH_REQUIRED, "The length of the upload has to be announced.");
        }
        if (length == 0) {
            throw new UploadRefused(HttpStatus.BAD_REQUEST, "The file is empty.");
        }
        if (length > settings.uploadLimit()) {
            throw new UploadRefused(
                    HttpStatus.CONTENT_TOO_LARGE, "The photo is larger than " + settings.uploadLimit() + " bytes.");
        }
    }

    /** A name is for showing only: nothing is ever stored under it. */
    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", " ").strip();
        String last = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
        String kept = last.isEmpty() ? "photo" : last;
        return kept.length() > NAME_LENGTH ? kept.substring(0, NAME_LENGTH) : kept;
    }
}
