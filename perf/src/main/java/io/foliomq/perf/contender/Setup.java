package io.foliomq.perf.contender;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import java.nio.file.Path;

/**
 * What a contender is to use.
 *
 * @param directory where its files go; made by the contender
 * @param size bytes of a message, at least {@value #SMALLEST}
 */
public record Setup(Path directory, int size, WaitPolicy waiting, Durability durability, Traffic traffic) {
    public static final int SMALLEST = Long.BYTES;
    public static final int LARGEST = 1 << 20;
    static final String NAME = "measured";

    public Setup {
        verifySize(size);
    }

    /** With plain traffic. */
    public Setup(Path directory, int size, WaitPolicy waiting, Durability durability) {
        this(directory, size, waiting, durability, Traffic.PLAIN);
    }

    /** Fails with a message that says what is accepted. */
    public static void verifySize(int size) {
        if (size < SMALLEST || size > LARGEST) {
            throw new IllegalArgumentException("size: value=" + size + ", accepted=" + SMALLEST + ".." + LARGEST);
        }
    }
}
