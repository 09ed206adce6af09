package io.foliomq.demo.photos;

/** One thumbnail that is in the store. */
public record ThumbnailRow(int side, String key, int width, int height, long length) {}
