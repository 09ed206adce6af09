package io.foliomq.demo.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.foliomq.demo.photos.Photo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A photo as the page sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PhotoView(
        @JsonProperty("file_id") String fileId,
        @JsonProperty("name") String name,
        @JsonProperty("length") long length,
        @JsonProperty("state") String state,
        @JsonProperty("cause") @Nullable String cause,
        @JsonProperty("worker") @Nullable String worker,
        @JsonProperty("width") @Nullable Integer width,
        @JsonProperty("height") @Nullable Integer height,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("seconds") @Nullable Double seconds,
        @JsonProperty("thumbnails") List<Size> thumbnails) {

    /** One thumbnail and where to get it. */
    record Size(
            @JsonProperty("side") int side,
            @JsonProperty("width") int width,
            @JsonProperty("height") int height,
            @JsonProperty("length") long length,
            @JsonProperty("url") String url) {}

    static PhotoView of(Photo photo) {
        return new PhotoView(
                photo.id(),
                photo.name(),
                photo.length(),
                photo.state().name().toLowerCase(Locale.ROOT),
                photo.cause(),
                photo.worker(),
                photo.width(),
                photo.height(),
                photo.createdAt().toEpochMilli(),
                seconds(photo),
                photo.thumbnails().stream()
                        .map(row -> new Size(
                                row.side(),
                                row.width(),
                                row.height(),
                                row.length(),
                                "/photos/" + photo.id() + "/" + row.side() + ".jpg"))
                        .toList());
    }

    private static @Nullable Double seconds(Photo photo) {
        return photo.finishedAt() == null
                ? null
                : (photo.finishedAt().toEpochMilli() - photo.createdAt().toEpochMilli()) / 1000.0;
    }
}
