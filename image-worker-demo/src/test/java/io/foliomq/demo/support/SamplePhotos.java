package io.foliomq.demo.support;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Photos made for tests: nothing large is kept with the sources. */
public final class SamplePhotos {
    private SamplePhotos() {}

    /** Noise over a gradient, so that the file is about as long as a camera's. */
    public static byte[] jpeg(int width, int height, long seed) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(seed);
        byte[] noise = new byte[width];
        for (int y = 0; y < height; y++) {
            random.nextBytes(noise);
            for (int x = 0; x < width; x++) {
                int grain = noise[x] & 31;
                picture.setRGB(
                        x,
                        y,
                        (x * 200 / width + grain) << 16 | (y * 200 / height + grain) << 8 | ((x ^ y) & 127) + grain);
            }
        }
        return encode(picture);
    }

    /** Red, green, blue and white quarters, clockwise from the upper left. */
    public static BufferedImage quarters(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = picture.createGraphics();
        Color[] colors = {Color.RED, Color.GREEN, Color.WHITE, Color.BLUE};
        for (int i = 0; i < colors.length; i++) {
            graphics.setColor(colors[i]);
            graphics.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        graphics.dispose();
        return picture;
    }

    public static byte[] encode(BufferedImage picture) {
        return encode(picture, "jpeg");
    }

    public static byte[] encode(BufferedImage picture, String format) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(0.95f);
            }
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The same JPEG with an EXIF segment that declares this orientation. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(32);
        exif.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        exif.put("MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8);
        exif.putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return withSegment(jpeg, 0xE1, exif.array());
    }

    /** The same JPEG with an ICC profile. */
    public static byte[] withProfile(byte[] jpeg, byte[] profile) {
        ByteBuffer segment = ByteBuffer.allocate(14 + profile.length);
        segment.put("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 1)
                .put((byte) 1)
                .put(profile);
        return withSegment(jpeg, 0xE2, segment.array());
    }

    /** The same JPEG of four components, declared to be ink and not light with transparency. */
    public static byte[] asInk(byte[] jpeg) {
        ByteBuffer adobe = ByteBuffer.allocate(12);
        adobe.put("Adobe".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 100);
        return withSegment(jpeg, 0xEE, adobe.array());
    }

    /** The same JPEG with a comment, so that it is another file with the same picture. */
    public static byte[] withComment(byte[] jpeg, String comment) {
        return withSegment(jpeg, 0xFE, comment.getBytes(StandardCharsets.UTF_8));
    }

    /** The same JPEG with comments until the file is about this long. */
    public static byte[] withComments(byte[] jpeg, int length) {
        int count = Math.max(0, (length - jpeg.length) / 65_004);
        byte[] segment = new byte[65_004];
        ByteBuffer.wrap(segment).put((byte) 0xFF).put((byte) 0xFE).putShort((short) 65_002);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + count * segment.length);
        file.put(jpeg, 0, 2);
        for (int i = 0; i < count; i++) {
            file.put(segment);
        }
        file.put(jpeg, 2, jpeg.length - 2);
        return file.array();
    }

    /** The first half of the file. */
    public static byte[] truncated(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
    }

    /** A PNG of a few bytes whose header promises this many pixels. */
    public static byte[] pngThatPromises(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17);
        header.put("IHDR".getBytes(StandardCharsets.ISO_8859_1)).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        ByteBuffer png = ByteBuffer.allocate(8 + 4 + 17 + 4);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        png.putInt(13).put(header.array()).putInt((int) crc.getValue());
        return png.array();
    }

    public static BufferedImage decode(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Segments go behind the start of the image, and behind a JFIF header when there is one. */
    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        boolean jfif = (jpeg[2] & 0xFF) == 0xFF && (jpeg[3] & 0xFF) == 0xE0;
        int at = jfif ? 4 + ((jpeg[4] & 0xFF) << 8 | jpeg[5] & 0xFF) : 2;
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 4 + content.length);
        file.put(jpeg, 0, at);
        file.put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content);
        file.put(jpeg, at, jpeg.length - at);
        return file.array();
    }
}
