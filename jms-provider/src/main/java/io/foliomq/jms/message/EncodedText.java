package io.foliomq.jms.message;

import java.util.Arrays;

/** A text as it lies in a payload, compared and walked without becoming a String. Points at one text after the other. */
final class EncodedText {
    private static final int REPLACEMENT = 0xFFFD;

    private TextCoding coding = TextCoding.LATIN_1;
    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    /** The text as a payload would hold it. */
    static EncodedText of(String text) {
        PayloadBuffer buffer = new PayloadBuffer();
        TextEncoder.put(text, buffer);
        PayloadReader reader = new PayloadReader(buffer.array(), 0, buffer.length());
        EncodedText encoded = new EncodedText();
        try {
            TextCoding coding = TextCoding.of(reader.readVarint());
            encoded.set(coding, buffer.array(), reader.position(), buffer.length());
        } catch (CorruptMessageException e) {
            throw new AssertionError("a text that was just encoded", e);
        }
        return encoded;
    }

    void set(TextCoding newCoding, byte[] newBytes, int newStart, int newEnd) {
        coding = newCoding;
        bytes = newBytes;
        start = newStart;
        end = newEnd;
    }

    void copy(EncodedText other) {
        set(other.coding, other.bytes, other.start, other.end);
    }

    boolean hasBytes(TextCoding otherCoding, byte[] otherBytes, int otherStart, int otherEnd) {
        return coding == otherCoding
                && end - start == otherEnd - otherStart
                && Arrays.equals(bytes, start, end, otherBytes, otherStart, otherEnd);
    }

    /** Whether both have the same characters. Bytes that are no text, as a correlation id can be, are read as UTF-8. */
    boolean isSame(EncodedText other) {
        if (coding == other.coding || (coding != TextCoding.BYTES && other.coding != TextCoding.BYTES)) {
            return hasBytes(other.coding, other.bytes, other.start, other.end);
        }
        int position = start;
        int otherPosition = other.start;
        while (position < end && otherPosition < other.end) {
            if (codePointAt(position) != other.codePointAt(otherPosition)) {
                return false;
            }
            position = next(position);
            otherPosition = other.next(otherPosition);
        }
        return position >= end && otherPosition >= other.end;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int codePointAt(int position) {
        return switch (coding) {
            case LATIN_1 -> bytes[position] & 0xFF;
            case UTF_16 -> utf16At(position);
            case UTF_8, BYTES -> utf8At(position);
        };
    }

    int next(int position) {
        return switch (coding) {
            case LATIN_1 -> position + 1;
            case UTF_16 -> position + (Character.isSupplementaryCodePoint(utf16At(position)) ? 4 : 2);
            case UTF_8, BYTES -> position + utf8Width(position);
        };
    }

    private int utf16At(int position) {
        char first = charAt(position);
        if (Character.isHighSurrogate(first)) {
            char second = charAt(position + 2);
            if (Character.isLowSurrogate(second)) {
                return Character.toCodePoint(first, second);
            }
        }
        return first;
    }

    private char charAt(int position) {
        return position + 1 < end ? (char) ((bytes[position] & 0xFF) | (bytes[position + 1] & 0xFF) << 8) : 0;
    }

    /** What is malformed is one replacement character a byte. */
    private int utf8At(int position) {
        int first = bytes[position] & 0xFF;
        return switch (utf8Width(position)) {
            case 2 -> (first & 0x1F) << 6 | continuation(position + 1);
            case 3 -> (first & 0x0F) << 12 | continuation(position + 1) << 6 | continuation(position + 2);
            case 4 ->
                (first & 0x07) << 18
                        | continuation(position + 1) << 12
                        | continuation(position + 2) << 6
                        | continuation(position + 3);
            default -> first < 0x80 ? first : REPLACEMENT;
        };
    }

    private int continuation(int position) {
        return bytes[position] & 0x3F;
    }

    private int utf8Width(int position) {
        int first = bytes[position] & 0xFF;
        int width = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1;
        if (width > end - position) {
            return 1;
        }
        for (int i = 1; i < width; i++) {
            if ((bytes[position + i] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return width;
    }
}
