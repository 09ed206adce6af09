package io.foliomq.jms.testing;

import java.util.Random;

/** Texts that were meant to be parsed, with pieces of them or of the language where they do not belong. */
public final class TextMutations {
    private static final int MOST_CHANGES = 3;

    private final Random random;
    private final String[] pieces;

    public TextMutations(Random random, String... pieces) {
        this.random = random;
        this.pieces = pieces;
    }

    /** None to three changes. */
    public String change(String original) {
        StringBuilder text = new StringBuilder(original);
        for (int i = random.nextInt(MOST_CHANGES + 1); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
                case 2 -> text.insert(at, " " + pieces[random.nextInt(pieces.length)] + " ");
                case 3 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 1 << 16));
                case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default -> text.replace(at, end, pieces[random.nextInt(pieces.length)]);
            }
        }
        return text.toString();
    }

    /** Char by char, so that any text comes back. */
    public static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >>> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }

    /** The inverse of {@link #bytes}. */
    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length / 2);
        for (int i = 0; i < bytes.length; i += 2) {
            text.append((char) (bytes[i] << 8 | bytes[i + 1] & 0xFF));
        }
        return text.toString();
    }
}
