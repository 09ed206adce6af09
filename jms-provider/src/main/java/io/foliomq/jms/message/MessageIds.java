package io.foliomq.jms.message;

import java.nio.charset.StandardCharsets;

/**
 * The textual form of the message ids of one store: {@code ID:}, the store in sixteen hexadecimal digits, {@code -}, the producer's
 * incarnation in eight, {@code -}, the counter. Records hold incarnation and counter alone. Immutable.
 */
public final class MessageIds {
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final String START = "ID:";
    private static final int PREFIX_LENGTH = START.length() + 16 + "-".length();

    static final int MAX_LENGTH =
            PREFIX_LENGTH + 8 + "-".length() + Long.toString(Long.MIN_VALUE).length();

    private final byte[] prefix = new byte[PREFIX_LENGTH];

    /** @param store tells the store from all others of the installation. */
    public MessageIds(long store) {
        int at = START.length();
        System.arraycopy(START.getBytes(StandardCharsets.ISO_8859_1), 0, prefix, 0, at);
        prefix[writeHex(store, Long.SIZE, prefix, at)] = '-';
    }

    /** {@code JMSMessageID} of that message. */
    public String text(int incarnation, long counter) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(incarnation, counter, text), StandardCharsets.ISO_8859_1);
    }

    /** Writes the text into an array of at least {@link #MAX_LENGTH} and returns its length. */
    int write(int incarnation, long counter, byte[] text) {
        System.arraycopy(prefix, 0, text, 0, PREFIX_LENGTH);
        int at = writeHex(incarnation, Integer.SIZE, text, PREFIX_LENGTH);
        text[at++] = '-';
        return writeDecimal(counter, text, at);
    }

    private static int writeHex(long value, int bits, byte[] text, int start) {
        int at = start;
        for (int shift = bits - 4; shift >= 0; shift -= 4) {
            text[at++] = HEX_DIGITS[(int) (value >>> shift) & 0xF];
        }
        return at;
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
