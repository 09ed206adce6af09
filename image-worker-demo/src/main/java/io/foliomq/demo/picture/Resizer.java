package io.foliomq.demo.picture;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Makes the thumbnails of one photo: decoded once, turned upright, converted to sRGB, then each size from the one
 * before. Threads may share it.
 */
public final class Resizer {
    private static final float QUALITY = 0.85f;

    private final PictureReader reader;

    /** @param pixelLimit the most pixels a photo may have */
    public Resizer(int pixelLimit) {
        ImageIO.setUseCache(false);
        this.reader = new PictureReader(pixelLimit);
    }

    /**
     * @throws PictureRefused when the file is not a picture, is damaged, or is larger than the limit
     * @throws IOException when the file cannot be read for reasons of its own
     */
    public Thumbnails resize(Path file) throws IOException, PictureRefused {
        PictureReader.Decoded decoded = reader.read(file);
        Orientation orientation = Orientation.of(file, decoded.format());
        BufferedImage picture = null;
        List<Thumbnail> sizes = new ArrayList<>();
        for (int side : Thumbnails.SIDES) {
            int longest = Math.max(decoded.width(), decoded.height());
            BufferedImage source = picture == null ? toSrgb(decoded.picture()) : picture;
            double scale = Math.min(1.0, (double) side / longest);
            picture = shrink(source, sideOf(decoded, scale, true), sideOf(decoded, scale, false));
            if (sizes.isEmpty()) {
                picture = orientation.apply(picture);
                decoded = upright(decoded, orientation);
            }
            sizes.add(new Thumbnail(side, picture.getWidth(), picture.getHeight(), encode(picture)));
        }
        return new Thumbnails(decoded.width(), decoded.height(), List.copyOf(sizes));
    }

    private static int sideOf(PictureReader.Decoded decoded, double scale, boolean horizontal) {
        int side = horizontal ? decoded.width() : decoded.height();
        return Math.max(1, (int) Math.round(side * scale));
    }

    private static PictureReader.Decoded upright(PictureReader.Decoded decoded, Orientation orientation) {
        return orientation.swapsSides()
                ? new PictureReader.Decoded(decoded.picture(), decoded.format(), decoded.height(), decoded.width())
                : decoded;
    }

    /** An opaque sRGB picture: profiles are converted, transparency is laid on white. */
    private static BufferedImage toSrgb(BufferedImage picture) {
        if (picture.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return picture;
        }
        BufferedImage srgb = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        ColorSpace space = picture.getColorModel().getColorSpace();
        if (!space.isCS_sRGB() && !picture.getColorModel().hasAlpha() && space.getType() == ColorSpace.TYPE_RGB) {
            return new ColorConvertOp(null).filter(picture, srgb);
        }
        var graphics = srgb.createGraphics();
        try {
            graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return srgb;
    }

    /** Bilinear in steps of at most one half, so that every source pixel counts. */
    private static BufferedImage shrink(BufferedImage source, int width, int height) {
        BufferedImage picture = source;
        while (picture.getWidth() > width || picture.getHeight() > height) {
            int nextWidth = Math.max(width, (picture.getWidth() + 1) / 2);
            int nextHeight = Math.max(height, (picture.getHeight() + 1) / 2);
            picture = draw(picture, nextWidth, nextHeight);
        }
        return picture;
    }

    private static BufferedImage draw(BufferedImage source, int width, int height) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = target.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(source, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return target;
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
