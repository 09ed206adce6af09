package io.foliomq.demo.picture;

/**
 * A small picture.
 *
 * @param side the nominal length of the longer side: one of {@link Thumbnails#SIDES}
 * @param width in pixels, upright
 * @param height in pixels, upright
 * @param jpeg the encoded file, in sRGB and without metadata
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two calls, never compared
public record Thumbnail(int side, int width, int height, byte[] jpeg) {}
