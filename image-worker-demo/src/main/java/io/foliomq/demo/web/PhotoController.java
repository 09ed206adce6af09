package io.foliomq.demo.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.foliomq.demo.photos.Events;
import io.foliomq.demo.photos.Photo;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.photos.ThumbnailRow;
import io.foliomq.demo.storage.ObjectMissing;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Photos in, thumbnails out. */
@RestController
class PhotoController {
    private static final String ACCEPTED = "Your photo is being processed!";
    private static final int LIST_LIMIT = 500;

    private final Uploads uploads;
    private final Photos photos;
    private final PhotoStorage storage;
    private final Events events;

    PhotoController(Uploads uploads, Photos photos, PhotoStorage storage, Events events) {
        this.uploads = uploads;
        this.photos = photos;
        this.storage = storage;
        this.events = events;
    }

    record Accepted(
            @JsonProperty("file_id") String fileId,
            @JsonProperty("message") String message) {}

    record Reservation(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("length") long length,
            @JsonProperty("type") @Nullable String type) {}

    record Reserved(
            @JsonProperty("file_id") String fileId,
            @JsonProperty("url") String url,
            @JsonProperty("headers") Map<String, String> headers) {}

    /** @param latestEvent the number of an event that is not newer than the list */
    record Listing(
            @JsonProperty("latest_event") long latestEvent,
            @JsonProperty("photos") List<PhotoView> photos) {}

    /** The photo is the body, as it is; its name comes percent-encoded in a header. */
    @PostMapping("/api/photos")
    ResponseEntity<Accepted> upload(
            HttpServletRequest request, @RequestHeader(name = "X-File-Name", defaultValue = "photo") String name)
            throws IOException {
        Photo photo = uploads.receive(decoded(name), request.getContentLengthLong(), request.getInputStream());
        return ResponseEntity.accepted().body(new Accepted(photo.id(), ACCEPTED));
    }

    @PostMapping("/api/photos/reservations")
    ResponseEntity<Reserved> reserve(@RequestBody Reservation wanted) {
        String name = wanted.name() == null ? "photo" : wanted.name();
        String type = wanted.type() == null ? "" : wanted.type();
        Uploads.Reserved reserved = uploads.reserve(name, wanted.length(), type);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new Reserved(
                        reserved.photo().id(),
                        reserved.upload().address().toString(),
                        reserved.upload().headers()));
    }

    @PostMapping("/api/photos/{id}/complete")
    ResponseEntity<Accepted> complete(@PathVariable UUID id) throws IOException {
        Photo photo = uploads.complete(id.toString());
        return ResponseEntity.accepted().body(new Accepted(photo.id(), ACCEPTED));
    }

    @GetMapping("/api/photos")
    Listing newest(@RequestParam(defaultValue = "60") int limit) {
        long latestEvent = events.latest();
        return new Listing(
                latestEvent,
                photos.newest(Math.max(1, Math.min(limit, LIST_LIMIT))).stream()
                        .map(PhotoView::of)
                        .toList());
    }

    @GetMapping("/api/photos/{id}")
    PhotoView one(@PathVariable UUID id) {
        return PhotoView.of(photos.find(id.toString()).orElseThrow(Uploads::notFound));
    }

    @GetMapping("/photos/{id}/{side}.jpg")
    ResponseEntity<InputStreamResource> thumbnail(@PathVariable UUID id, @PathVariable int side) throws ObjectMissing {
        ThumbnailRow row = photos.find(id.toString()).map(Photo::thumbnails).orElse(List.of()).stream()
                .filter(thumbnail -> thumbnail.side() == side)
                .findFirst()
                .orElseThrow(Uploads::notFound);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .contentLength(row.length())
                .cacheControl(CacheControl.maxAge(java.time.Duration.ofDays(365))
                        .cachePrivate()
                        .immutable())
                .body(new InputStreamResource(storage.open(row.key())));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
