package io.foliomq.demo.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The formats that are accepted, told apart by their first bytes and never by a name or a declared type. */
public enum PictureFormat {
    JPEG("image/jpeg", "jpeg"),
    PNG("image/png", "png"),
    WEBP("image/webp", "webp");

    /** How many bytes {@link #of} wants to see. */
    public static final int SIGNATURE_LENGTH = 12;

    private static final byte[] JPEG_SIGNATURE = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final String contentType;
    private final String readerName;

    PictureFormat(String contentType, String readerName) {
        this.contentType = contentType;
        this.readerName = readerName;
    }

    public String contentType() {
        return contentType;
    }

    String readerName() {
        return readerName;
    }

    /** The format whose signature these bytes start with. */
    public static Optional<PictureFormat> of(byte[] start) {
        if (startsWith(start, JPEG_SIGNATURE)) {
            return Optional.of(JPEG);
        }
        if (startsWith(start, PNG_SIGNATURE)) {
            return Optional.of(PNG);
        }
        if (start.length >= SIGNATURE_LENGTH
                && new String(start, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(start, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length
                && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
    }
}
