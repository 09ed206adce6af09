package io.foliomq.demo.campaign;

import io.foliomq.demo.support.SamplePhotos;
import java.util.ArrayList;
import java.util.List;

/** Photos as they come from cameras: small and large, held in all ways, no two files alike. */
final class PhotoSet {
    private static final int[][] DIMENSIONS = {
        {640, 480}, {1280, 960}, {2048, 1365}, {3000, 2000}, {4000, 3000}, {5472, 3648}
    };

    private final List<byte[]> pictures = new ArrayList<>();

    PhotoSet() {
        for (int[] dimension : DIMENSIONS) {
            pictures.add(SamplePhotos.jpeg(dimension[0], dimension[1], dimension[0]));
        }
    }

    /** The photo of that number. */
    byte[] photo(int number) {
        byte[] picture = pictures.get(number % pictures.size());
        return SamplePhotos.withComment(SamplePhotos.withOrientation(picture, 1 + number % 8), "photo " + number);
    }
}
