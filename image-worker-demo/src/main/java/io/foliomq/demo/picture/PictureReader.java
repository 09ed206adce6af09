package io.foliomq.demo.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a file once, and no larger than the largest thumbnail needs. Its dimensions are looked at before a pixel is
 * decoded, so a small file that promises a huge picture costs nothing.
 */
final class PictureReader {
    /** A decode this much larger than its thumbnail still scales down without visible loss. */
    private static final double OVERSAMPLING = 1.5;

    /** The WebP reader decodes the whole picture whatever the subsampling, so its pixels are bounded by the heap. */
    private static final int WEBP_PIXELS = 16_000_000;

    private static final int LONGEST_SIDE = 65_500;

    private static final String INK = "unsupported colour space: CMYK and similar pictures are not accepted";

    private final int pixelLimit;

    PictureReader(int pixelLimit) {
        this.pixelLimit = pixelLimit;
    }

    /** A decoded picture, as stored, with the dimensions of the file. */
    record Decoded(BufferedImage picture, PictureFormat format, int width, int height) {}

    /** @throws IOException only when the disk fails: whatever is wrong with the picture is a {@link PictureRefused} */
    Decoded read(Path file) throws IOException, PictureRefused {
        PictureFormat format = format(file);
        ImageReader reader = readerFor(format);
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            if (input == null) {
                throw new IOException("picture cannot be opened: file=" + file);
            }
            reader.setInput(input, false, true);
            return decode(reader, format);
        } finally {
            reader.dispose();
        }
    }

    private Decoded decode(ImageReader reader, PictureFormat format) throws PictureRefused {
        Truncation truncation = new Truncation();
        reader.addIIOReadWarningListener(truncation);
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkDimensions(width, height, format);
            checkColours(reader);
            ImageReadParam parameters = reader.getDefaultReadParam();
            int step = step(Math.max(width, height));
            parameters.setSourceSubsampling(step, step, 0, 0);
            BufferedImage picture = reader.read(0, parameters);
            if (truncation.seen != null) {
                throw new PictureRefused("corrupt picture: the file ends too early");
            }
            return new Decoded(picture, format, width, height);
        } catch (IIOException e) {
            throw refusal(e);
        } catch (IOException | RuntimeException e) {
            throw new PictureRefused("corrupt picture: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
        }
    }

    private void checkDimensions(int width, int height, PictureFormat format) throws PictureRefused {
        long pixels = (long) width * height;
        int limit = format == PictureFormat.WEBP ? Math.min(WEBP_PIXELS, pixelLimit) : pixelLimit;
        if (pixels > limit || width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new PictureRefused(
                    "too many pixels: width=" + width + ", height=" + height + ", limit=" + limit + " pixels");
        }
    }

    /** Some readers know ink as a colour space, but not what a printer's profile makes of it. */
    private static void checkColours(ImageReader reader) throws IOException, PictureRefused {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new PictureRefused(INK);
        }
        int space = types.next().getColorModel().getColorSpace().getType();
        if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
            throw new PictureRefused(INK);
        }
    }

    private static PictureRefused refusal(IIOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Unsupported Image Type")
                ? new PictureRefused(INK, e)
                : new PictureRefused("corrupt picture: " + message, e);
    }

    private static int step(int longestSide) {
        int needed = Thumbnails.SIDES.get(0);
        return Math.max(1, (int) (longestSide / (needed * OVERSAMPLING)));
    }

    private static PictureFormat format(Path file) throws IOException, PictureRefused {
        try (InputStream input = Files.newInputStream(file)) {
            return PictureFormat.of(input.readNBytes(PictureFormat.SIGNATURE_LENGTH))
                    .orElseThrow(() -> new PictureRefused("not a picture: accepted are JPEG, PNG and WebP"));
        }
    }

    private static ImageReader readerFor(PictureFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.readerName());
        if (!readers.hasNext()) {
            throw new IllegalStateException("no reader: format=" + format);
        }
        return readers.next();
    }

    /** The JPEG reader fills what is missing with grey and only warns: half a picture must not pass as one. */
    private static final class Truncation implements javax.imageio.event.IIOReadWarningListener {
        private @Nullable String seen;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                seen = warning;
            }
        }
    }
}
