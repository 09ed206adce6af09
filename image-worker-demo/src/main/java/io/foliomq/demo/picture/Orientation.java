package io.foliomq.demo.picture;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** How a camera was held: the eight values of the EXIF tag. */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    UPSIDE_DOWN_MIRRORED,
    LEFT_MIRRORED,
    LEFT,
    RIGHT_MIRRORED,
    RIGHT;

    /** The orientation that the file declares; upright when it declares none, or nonsense. */
    static Orientation of(Path file, PictureFormat format) {
        if (format == PictureFormat.PNG) {
            return UPRIGHT;
        }
        try {
            Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());
            for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
                Integer value = directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
                if (value != null && value >= 1 && value <= values().length) {
                    return values()[value - 1];
                }
            }
            return UPRIGHT;
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            return UPRIGHT;
        }
    }

    boolean swapsSides() {
        return ordinal() >= LEFT_MIRRORED.ordinal();
    }

    /** The picture turned upright, as a new one unless it is upright already. */
    BufferedImage apply(BufferedImage picture) {
        if (this == UPRIGHT) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage upright = new BufferedImage(
                swapsSides() ? height : width, swapsSides() ? width : height, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = upright.createGraphics();
        try {
            graphics.drawImage(picture, transform(width, height), null);
        } finally {
            graphics.dispose();
        }
        return upright;
    }

    /** Maps a stored point to where it is seen: x' = m00 x + m01 y + m02, y' = m10 x + m11 y + m12. */
    private AffineTransform transform(int width, int height) {
        return switch (this) {
            case UPRIGHT -> new AffineTransform();
            case MIRRORED -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case UPSIDE_DOWN -> new AffineTransform(-1, 0, 0, -1, width, height);
            case UPSIDE_DOWN_MIRRORED -> new AffineTransform(1, 0, 0, -1, 0, height);
            case LEFT_MIRRORED -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case LEFT -> new AffineTransform(0, 1, -1, 0, height, 0);
            case RIGHT_MIRRORED -> new AffineTransform(0, -1, -1, 0, height, width);
            case RIGHT -> new AffineTransform(0, -1, 1, 0, 0, width);
        };
    }
}
