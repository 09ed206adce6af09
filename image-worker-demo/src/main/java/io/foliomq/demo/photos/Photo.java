package io.foliomq.demo.photos;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A photo's row, with its thumbnails when it is done. */
public record Photo(
        String id,
        String name,
        String contentType,
        long length,
        PhotoState state,
        int attempts,
        int redrives,
        @Nullable String worker,
        @Nullable String cause,
        @Nullable Integer width,
        @Nullable Integer height,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<ThumbnailRow> thumbnails) {

    /** Where the uploaded file is. */
    public String originalKey() {
        return "originals/" + id;
    }

    /** Where a thumbnail of that size belongs: the same for every worker that makes it. */
    public String thumbnailKey(int side) {
        return "thumbnails/" + id + "/" + side + ".jpg";
    }

    Photo with(List<ThumbnailRow> rows) {
        return new Photo(
                id,
                name,
                contentType,
                length,
                state,
                attempts,
                redrives,
                worker,
                cause,
                width,
                height,
                createdAt,
                finishedAt,
                rows);
    }
}
