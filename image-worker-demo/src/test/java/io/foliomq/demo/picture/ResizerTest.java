package io.foliomq.demo.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foliomq.demo.support.SamplePhotos;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizerTest {
    private static final int PIXEL_LIMIT = 64_000_000;

    @TempDir
    Path directory;

    private final Resizer resizer = new Resizer(PIXEL_LIMIT);

    @Test
    void shouldMakeThreeSizes() throws Exception {
        Thumbnails thumbnails = resize(SamplePhotos.jpeg(3000, 2000, 1));

        assertThat(thumbnails.width()).isEqualTo(3000);
        assertThat(thumbnails.height()).isEqualTo(2000);
        assertThat(thumbnails.sizes()).extracting(Thumbnail::side).containsExactly(1600, 800, 200);
        assertThat(thumbnails.sizes()).extracting(Thumbnail::width).containsExactly(1600, 800, 200);
        assertThat(thumbnails.sizes()).extracting(Thumbnail::height).containsExactly(1067, 533, 133);
        for (Thumbnail thumbnail : thumbnails.sizes()) {
            BufferedImage picture = SamplePhotos.decode(thumbnail.jpeg());
            assertThat(picture.getWidth()).isEqualTo(thumbnail.width());
            assertThat(picture.getHeight()).isEqualTo(thumbnail.height());
        }
    }

    @Test
    void shouldNotBlowUpSmallPhotos() throws Exception {
        Thumbnails thumbnails = resize(SamplePhotos.jpeg(640, 480, 1));

        assertThat(thumbnails.sizes()).extracting(Thumbnail::width).containsExactly(640, 640, 200);
        assertThat(thumbnails.sizes()).extracting(Thumbnail::height).containsExactly(480, 480, 150);
    }

    @Test
    void shouldKeepAtLeastOnePixelOfAThinPhoto() throws Exception {
        Thumbnails thumbnails = resize(SamplePhotos.jpeg(4000, 3, 1));

        assertThat(thumbnails.sizes().get(2).height()).isEqualTo(1);
    }

    /** Where the corners of a picture are seen: red, green, blue and white clockwise from the upper left as stored. */
    @ParameterizedTest
    @CsvSource({
        "1, RED, GREEN, BLUE, WHITE",
        "2, GREEN, RED, WHITE, BLUE",
        "3, BLUE, WHITE, RED, GREEN",
        "4, WHITE, BLUE, GREEN, RED",
        "5, RED, WHITE, BLUE, GREEN",
        "6, WHITE, RED, GREEN, BLUE",
        "7, BLUE, GREEN, RED, WHITE",
        "8, GREEN, BLUE, WHITE, RED"
    })
    void shouldTurnPhotosUpright(
            int orientation, Corner upperLeft, Corner upperRight, Corner lowerRight, Corner lowerLeft)
            throws Exception {
        byte[] photo =
                SamplePhotos.withOrientation(SamplePhotos.encode(SamplePhotos.quarters(2400, 1800)), orientation);

        Thumbnails thumbnails = resize(photo);

        boolean turned = orientation >= 5;
        assertThat(thumbnails.width()).isEqualTo(turned ? 1800 : 2400);
        for (Thumbnail thumbnail : thumbnails.sizes()) {
            BufferedImage seen = SamplePhotos.decode(thumbnail.jpeg());
            assertThat(seen.getWidth() > seen.getHeight()).isEqualTo(!turned);
            int right = seen.getWidth() * 3 / 4;
            int left = seen.getWidth() / 4;
            int lower = seen.getHeight() * 3 / 4;
            int upper = seen.getHeight() / 4;
            assertThat(Corner.at(seen, left, upper)).isEqualTo(upperLeft);
            assertThat(Corner.at(seen, right, upper)).isEqualTo(upperRight);
            assertThat(Corner.at(seen, right, lower)).isEqualTo(lowerRight);
            assertThat(Corner.at(seen, left, lower)).isEqualTo(lowerLeft);
        }
    }

    @Test
    void shouldIgnoreNonsenseAsOrientation() throws Exception {
        byte[] photo = SamplePhotos.withOrientation(SamplePhotos.encode(SamplePhotos.quarters(800, 600)), 77);

        assertThat(resize(photo).width()).isEqualTo(800);
    }

    @Test
    void shouldConvertWideColoursToSrgb() throws Exception {
        BufferedImage grey = new BufferedImage(600, 400, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = grey.createGraphics();
        graphics.setColor(new Color(180, 90, 60));
        graphics.fillRect(0, 0, 600, 400);
        graphics.dispose();
        byte[] plain = SamplePhotos.encode(grey);
        byte[] wide = SamplePhotos.withProfile(plain, AdobeRgb.profile());

        int srgb = colour(resize(plain));
        int converted = colour(resize(wide));

        // The same numbers mean a stronger red in Adobe RGB: in sRGB (180, 90, 60) becomes about (205, 89, 55).
        assertThat(srgb >> 16 & 0xFF).isCloseTo(180, within(4));
        assertThat(converted >> 16 & 0xFF).isCloseTo(205, within(5));
        assertThat(converted >> 8 & 0xFF).isCloseTo(89, within(5));
        assertThat(converted & 0xFF).isCloseTo(55, within(7));
    }

    @Test
    void shouldLayTransparencyOnWhite() throws Exception {
        BufferedImage glass = new BufferedImage(400, 300, BufferedImage.TYPE_INT_ARGB);

        assertThat(colour(resize(SamplePhotos.encode(glass, "png"))) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void shouldAcceptGrey() throws Exception {
        BufferedImage grey = new BufferedImage(2000, 1500, BufferedImage.TYPE_BYTE_GRAY);

        assertThat(resize(SamplePhotos.encode(grey)).sizes()).hasSize(3);
    }

    @Test
    void shouldAcceptWebp() throws Exception {
        try (InputStream sample = ResizerTest.class.getResourceAsStream("/pictures/quarters.webp")) {
            assertThat(sample).isNotNull();
            Thumbnails thumbnails = resize(sample.readAllBytes());
            assertThat(thumbnails.width()).isEqualTo(320);
            BufferedImage seen = SamplePhotos.decode(thumbnails.sizes().get(0).jpeg());
            assertThat(Corner.at(seen, 40, 30)).isEqualTo(Corner.RED);
            assertThat(Corner.at(seen, 280, 30)).isEqualTo(Corner.GREEN);
        }
    }

    @Test
    void shouldRefuseBombsByTheirDimensions() {
        assertThatThrownBy(() -> resize(SamplePhotos.pngThatPromises(60_000, 60_000)))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("too many pixels: width=60000, height=60000");
    }

    @Test
    void shouldRefuseMorePixelsThanTheLimit() {
        assertThatThrownBy(() -> new Resizer(999_999).resize(file(SamplePhotos.jpeg(1000, 1000, 1))))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("limit=999999");
    }

    @Test
    void shouldRefuseTruncatedJpegs() {
        assertThatThrownBy(() -> resize(SamplePhotos.truncated(SamplePhotos.jpeg(2000, 1500, 1))))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void shouldRefuseTruncatedPngs() {
        byte[] png = SamplePhotos.encode(SamplePhotos.quarters(2000, 1500), "png");

        assertThatThrownBy(() -> resize(SamplePhotos.truncated(png)))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("corrupt");
    }

    @Test
    void shouldRefuseTruncatedWebps() throws Exception {
        try (InputStream sample = ResizerTest.class.getResourceAsStream("/pictures/quarters.webp")) {
            assertThat(sample).isNotNull();
            byte[] half = SamplePhotos.truncated(sample.readAllBytes());
            assertThatThrownBy(() -> resize(half)).isInstanceOf(PictureRefused.class);
        }
    }

    @Test
    void shouldRefuseDamagedJpegsAndNeverFailOtherwise() {
        byte[] photo = SamplePhotos.jpeg(400, 300, 1);
        java.util.Random random = new java.util.Random(42);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = photo.clone();
            for (int i = 0; i < 5; i++) {
                damaged[3 + random.nextInt(damaged.length - 3)] = (byte) random.nextInt();
            }
            try {
                assertThat(resize(damaged).sizes()).hasSize(3);
            } catch (PictureRefused e) {
                assertThat(e).hasMessageContaining(" ");
            } catch (IOException e) {
                throw new AssertionError("round " + round, e);
            }
        }
    }

    @Test
    void shouldRefuseOtherFiles() {
        assertThatThrownBy(() -> resize("<html>no picture</html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("not a picture");
        assertThatThrownBy(() -> resize(new byte[0])).isInstanceOf(PictureRefused.class);
    }

    @Test
    void shouldRefuseCmykByName() {
        assertThatThrownBy(() -> resize(FourColours.jpeg(64, 48)))
                .isInstanceOf(PictureRefused.class)
                .hasMessageContaining("CMYK");
    }

    private Thumbnails resize(byte[] photo) throws IOException, PictureRefused {
        return resizer.resize(file(photo));
    }

    private Path file(byte[] photo) throws IOException {
        return Files.write(directory.resolve("photo"), photo);
    }

    private static int colour(Thumbnails thumbnails) {
        BufferedImage picture = SamplePhotos.decode(thumbnails.sizes().get(0).jpeg());
        return picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
    }

    enum Corner {
        RED,
        GREEN,
        BLUE,
        WHITE,
        OTHER;

        static Corner at(BufferedImage picture, int x, int y) {
            int rgb = picture.getRGB(x, y);
            boolean red = (rgb >> 16 & 0xFF) > 128;
            boolean green = (rgb >> 8 & 0xFF) > 128;
            boolean blue = (rgb & 0xFF) > 128;
            if (red && green && blue) {
                return WHITE;
            }
            return red && !green && !blue
                    ? RED
                    : green && !red && !blue ? GREEN : blue && !red && !green ? BLUE : OTHER;
        }
    }
}
