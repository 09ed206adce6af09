package io.foliomq.engine.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Turns any name into a safe file name. ASCII letters, digits, {@code _} and {@code -} stand for themselves, and so does a {@code .} that is not the first
 * character; every other UTF-8 byte becomes {@code %XX}. A result longer than {@value #LONGEST} characters is cut and closed with {@code ~} and the name's
 * SHA-256, so that a name of any length fits; the full name stands inside the file.
 */
public final class FileNames {
    static final int LONGEST = 180;
    private static final int CUT = 110;

    private FileNames() {}

    public static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        // Unpaired surrogates all encode to '?', which must not make two names one: such names always carry the digest.
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        for (byte b : utf8) {
            append(encoded, b);
        }
        boolean lossy = !new String(utf8, StandardCharsets.UTF_8).equals(name);
        if (encoded.length() <= LONGEST && !lossy && encoded.length() > 0) {
            return encoded.toString();
        }
        return encoded.substring(0, Math.min(CUT, encoded.length())) + "~" + digest(name);
    }

    /** The name of which this is the encoding; empty if it was cut, and only its digest is left. */
    public static Optional<String> decode(String encoded) {
        if (!encoded.matches("([A-Za-z0-9_.-]|%[0-9A-F]{2})+")) {
            return Optional.empty();
        }
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                utf8.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                utf8.write(c);
            }
        }
        String name = utf8.toString(StandardCharsets.UTF_8);
        return encode(name).equals(encoded) ? Optional.of(name) : Optional.empty();
    }

    private static void append(StringBuilder encoded, byte b) {
        boolean plain = (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || (b == '.' && encoded.length() > 0);
        if (plain) {
            encoded.append((char) b);
        } else {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
    }

    private static String digest(String name) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            // Char by char: an encoder would turn every unpaired surrogate into the same replacement.
            ByteBuffer chars = ByteBuffer.allocate(name.length() * Character.BYTES);
            chars.asCharBuffer().put(name);
            return HexFormat.of().formatHex(sha.digest(chars.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
