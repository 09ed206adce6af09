package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;

/** The text format of {@code readUTF} and {@code writeUTF}: an unsigned short, high byte first, and that many bytes. */
final class ModifiedUtf8 {
    private static final int MAX_LENGTH = 0xFFFF;

    private ModifiedUtf8() {}

    /** How many bytes {@link #put} writes. */
    static int length(String text) throws MessageFormatException {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += width(text.charAt(i));
        }
        if (length > MAX_LENGTH) {
            throw new MessageFormatException("text is too long for writeUTF: bytes=" + length + ", accepted=up to "
                    + MAX_LENGTH + ", or writeBytes");
        }
        return Short.BYTES + (int) length;
    }

    /** @param length as {@link #length} has told. */
    static void put(String text, int length, byte[] bytes, int start) {
        int at = start;
        bytes[at++] = (byte) ((length - Short.BYTES) >> 8);
        bytes[at++] = (byte) (length - Short.BYTES);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (width(character)) {
                case 1 -> bytes[at++] = (byte) character;
                case 2 -> {
                    bytes[at++] = (byte) (0xC0 | character >> 6);
                    bytes[at++] = (byte) (0x80 | (character & 0x3F));
                }
                default -> {
                    bytes[at++] = (byte) (0xE0 | character >> 12);
                    bytes[at++] = (byte) (0x80 | (character >> 6 & 0x3F));
                    bytes[at++] = (byte) (0x80 | (character & 0x3F));
                }
            }
        }
    }

    private static int width(char character) {
        if (character >= 0x01 && character <= 0x7F) {
            return 1;
        }
        return character <= 0x7FF ? 2 : 3;
    }

    static String decode(byte[] bytes, int start, int length) throws MessageFormatException {
        char[] characters = new char[length];
        int count = 0;
        int end = start + length;
        int at = start;
        while (at < end) {
            int first = bytes[at] & 0xFF;
            if (first < 0x80) {
                characters[count++] = (char) first;
                at++;
            } else if (first >> 5 == 0b110) {
                characters[count++] = (char) ((first & 0x1F) << 6 | continuation(bytes, at + 1, end));
                at += 2;
            } else if (first >> 4 == 0b1110) {
                int high = (first & 0x0F) << 12 | continuation(bytes, at + 1, end) << 6;
                characters[count++] = (char) (high | continuation(bytes, at + 2, end));
                at += 3;
            } else {
                throw malformed(at - start);
            }
        }
        return new String(characters, 0, count);
    }

    private static int continuation(byte[] bytes, int at, int end) throws MessageFormatException {
        if (at >= end || (bytes[at] & 0xC0) != 0x80) {
            throw malformed(at);
        }
        return bytes[at] & 0x3F;
    }

    private static MessageFormatException malformed(int at) {
        return new MessageFormatException("bytes are no modified UTF-8: position=" + at);
    }
}
