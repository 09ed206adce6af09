package io.foliomq.jms.message;

/** Writes a string as the text of {@link PayloadDescriptor}, straight into the buffer. */
final class TextEncoder {
    private static final int UNPAIRED = -1;

    private TextEncoder() {}

    static void put(String text, PayloadBuffer buffer) {
        if (!putLatin1(text, buffer)) {
            int length = utf8Length(text);
            if (length == UNPAIRED) {
                putUtf16(text, buffer);
            } else {
                putUtf8(text, length, buffer);
            }
        }
    }

    static void putBytes(byte[] bytes, PayloadBuffer buffer) {
        buffer.putVarint(TextCoding.header(TextCoding.BYTES, bytes.length));
        buffer.putBytes(bytes, 0, bytes.length);
    }

    /** Most texts are it, so it is tried before anything is known; the buffer is unchanged if it fails. */
    private static boolean putLatin1(String text, PayloadBuffer buffer) {
        int start = buffer.length();
        int length = text.length();
        buffer.putVarint(TextCoding.header(TextCoding.LATIN_1, length));
        int at = buffer.claim(length);
        char[] chunk = buffer.scratch();
        for (int from = 0; from < length; from += chunk.length) {
            int to = Math.min(length, from + chunk.length);
            text.getChars(from, to, chunk, 0);
            if (!narrow(chunk, to - from, buffer.array(), at + from)) {
                buffer.truncate(start);
                return false;
            }
        }
        return true;
    }

    /** A plain loop over arrays stays fast whatever strings the process has seen, which {@code charAt} does not. */
    private static boolean narrow(char[] characters, int count, byte[] bytes, int at) {
        int seen = 0;
        for (int i = 0; i < count; i++) {
            char character = characters[i];
            seen |= character;
            bytes[at + i] = (byte) character;
        }
        return seen <= 0xFF;
    }

    private static int utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < 0x80) {
                bytes++;
            } else if (character < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(character)) {
                bytes += 3;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                return UNPAIRED;
            }
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static void putUtf8(String text, int encodedLength, PayloadBuffer buffer) {
        buffer.putVarint(TextCoding.header(TextCoding.UTF_8, encodedLength));
        int at = buffer.claim(encodedLength);
        byte[] bytes = buffer.array();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < 0x80) {
                bytes[at++] = (byte) character;
            } else if (character < 0x800) {
                bytes[at++] = (byte) (0xC0 | character >> 6);
                bytes[at++] = (byte) (0x80 | (character & 0x3F));
            } else if (!Character.isSurrogate(character)) {
                bytes[at++] = (byte) (0xE0 | character >> 12);
                bytes[at++] = (byte) (0x80 | (character >> 6 & 0x3F));
                bytes[at++] = (byte) (0x80 | (character & 0x3F));
            } else {
                int codePoint = Character.toCodePoint(character, text.charAt(++i));
                bytes[at++] = (byte) (0xF0 | codePoint >> 18);
                bytes[at++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
                bytes[at++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
                bytes[at++] = (byte) (0x80 | (codePoint & 0x3F));
            }
        }
    }

    private static void putUtf16(String text, PayloadBuffer buffer) {
        buffer.putVarint(TextCoding.header(TextCoding.UTF_16, 2 * text.length()));
        for (int i = 0; i < text.length(); i++) {
            buffer.putChar(text.charAt(i));
        }
    }
}
