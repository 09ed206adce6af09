package io.foliomq.jms.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How the characters of a text lie in a payload. Without loss for every string, unpaired surrogates included. */
enum TextCoding {
    LATIN_1 {
        @Override
        String decode(byte[] bytes, int start, int length) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
    },
    UTF_8 {
        @Override
        String decode(byte[] bytes, int start, int length) throws CorruptMessageException {
            String text = new String(bytes, start, length, StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                requireWellFormed(bytes, start, length);
            }
            return text;
        }
    },
    UTF_16 {
        @Override
        String decode(byte[] bytes, int start, int length) throws CorruptMessageException {
            if ((length & 1) != 0) {
                throw new CorruptMessageException("UTF-16 text: bytes=" + length + ", accepted=an even number");
            }
            char[] characters = new char[length / 2];
            for (int i = 0; i < characters.length; i++) {
                int at = start + 2 * i;
                characters[i] = (char) ((bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8);
            }
            return new String(characters);
        }
    },
    /** No text at all. */
    BYTES {
        @Override
        String decode(byte[] bytes, int start, int length) throws CorruptMessageException {
            throw new CorruptMessageException("text: coding=" + this + ", accepted=one of the others");
        }
    };

    private static final TextCoding[] CODINGS = values();

    abstract String decode(byte[] bytes, int start, int length) throws CorruptMessageException;

    /** The coding in the header of a text. */
    static TextCoding of(int header) {
        return CODINGS[header & PayloadDescriptor.CODING_MASK];
    }

    /** The header of a text of that many bytes. */
    static int header(TextCoding coding, int length) {
        if (length > Integer.MAX_VALUE >>> PayloadDescriptor.CODING_BITS) {
            throw new IllegalStateException("text is too long: bytes=" + length + ", accepted=up to "
                    + (Integer.MAX_VALUE >>> PayloadDescriptor.CODING_BITS));
        }
        return length << PayloadDescriptor.CODING_BITS | indexOf(coding);
    }

    private static int indexOf(TextCoding coding) {
        return switch (coding) {
            case LATIN_1 -> 0;
            case UTF_8 -> 1;
            case UTF_16 -> 2;
            case BYTES -> 3;
        };
    }

    private static void requireWellFormed(byte[] bytes, int start, int length) throws CorruptMessageException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
        } catch (CharacterCodingException e) {
            throw new CorruptMessageException("UTF-8 text is malformed: position=" + start + ", bytes=" + length);
        }
    }
}
