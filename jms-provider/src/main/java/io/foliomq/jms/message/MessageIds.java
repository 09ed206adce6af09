package io.foliomq.jms.message;

import java.nio.charset.StandardCharsets;

/** The textual form of message ids: {@code ID:}, the producer's incarnation in eight hexadecimal digits, {@code -}, the counter. */
public final class MessageIds {
    static final int MAX_LENGTH =
            "ID:".length() + 8 + "-".length() + Long.toString(Long.MIN_VALUE).length();

    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private MessageIds() {}

    /** {@code JMSMessageID} of that message. */
    public static String text(int incarnation, long counter) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(incarnation, counter, text), StandardCharsets.ISO_8859_1);
    }

    /** Writes the text into an array of at least {@link #MAX_LENGTH} and returns its length. */
    static int write(int incarnation, long counter, byte[] text) {
        int at = 0;
        text[at++] = 'I';
        text[at++] = 'D';
        text[at++] = ':';
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            text[at++] = HEX_DIGITS[incarnation >>> shift & 0xF];
        }
        text[at++] = '-';
        return writeDecimal(counter, text, at);
    }

    private static int writeDecimal(long value, byte[] text, int start) {
        int at = start;
        long rest = value;
        do {
            text[at++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            text[at++] = '-';
        }
        int end = at;
        for (int low = start; low < --at; low++) {
            byte digit = text[low];
            text[low] = text[at];
            text[at] = digit;
        }
        return end;
    }
}
