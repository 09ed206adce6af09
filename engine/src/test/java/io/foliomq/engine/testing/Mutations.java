package io.foliomq.engine.testing;

import java.util.Arrays;
import java.util.Random;

/** Bytes that were meant to be read, damaged or made hostile. All that it does follows from the random numbers. */
public final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final long[] HOSTILE = {
        0,
        1,
        -1,
        -8,
        0x7F,
        0xFF,
        0x7FFF,
        0xFFFF,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 7,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 7,
        1L << 32
    };

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** One to four changes in {@code [from, to)}; the length stays. */
    public byte[] change(byte[] original, int from, int to) {
        byte[] changed = original.clone();
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            int at = from + random.nextInt(to - from);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> put(changed, at, HOSTILE[random.nextInt(HOSTILE.length)], to);
                default -> put(changed, from + (at - from) / Integer.BYTES * Integer.BYTES, field(), to);
            }
        }
        return changed;
    }

    /** As {@link #change}, and in one of four cases cut or longer. */
    public byte[] changeAndResize(byte[] original) {
        byte[] changed = original.length == 0 ? original : change(original, 0, original.length);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1 -> Arrays.copyOf(changed, changed.length + 1 + random.nextInt(64));
            default -> changed;
        };
    }

    private long field() {
        return random.nextBoolean() ? HOSTILE[random.nextInt(HOSTILE.length)] : random.nextInt(1 << 20);
    }

    /** Little endian, four or eight bytes, as far as they fit. */
    private void put(byte[] bytes, int at, long value, int to) {
        int width = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
        for (int i = 0; i < width && at + i < to; i++) {
            bytes[at + i] = (byte) (value >>> (i * Byte.SIZE));
        }
    }
}
