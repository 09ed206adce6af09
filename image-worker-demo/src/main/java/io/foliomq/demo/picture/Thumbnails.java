package io.foliomq.demo.picture;

import java.util.List;

/**
 * What one photo becomes.
 *
 * @param width of the photo in pixels, upright
 * @param height of the photo in pixels, upright
 * @param sizes one for each of {@link #SIDES}, largest first
 */
public record Thumbnails(int width, int height, List<Thumbnail> sizes) {
    /** The longer side of each thumbnail. A photo that is smaller is not blown up. */
    public static final List<Integer> SIDES = List.of(1600, 800, 200);
}
