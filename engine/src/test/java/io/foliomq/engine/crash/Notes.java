package io.foliomq.engine.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/** What the children note down before and after each step, in a mapped file that outlives them. */
final class Notes {
    static final int PRODUCERS = 1024;
    static final int MESSAGES = 2048;

    private static final int NEXT_PRODUCER = 0;
    private static final int STEPS = 8;
    private static final int LONGEST_STALL = 16;
    private static final int SENT_AT = 4096;
    private static final int STATUS_AT = SENT_AT + PRODUCERS * 2 * Long.BYTES;
    private static final int LENGTH = STATUS_AT + PRODUCERS * MESSAGES * Step.values().length;

    /** A step with a message whose attempt, or whose success, is noted. */
    enum Step {
        MOVE_TRIED,
        MOVED,
        ACKNOWLEDGE_TRIED,
        ACKNOWLEDGED
    }

    private final UnsafeBuffer buffer;

    Notes(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            buffer = new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number that no other producer has. */
    int newProducer() {
        int producer = (int) buffer.getAndAddLong(NEXT_PRODUCER, 1);
        if (producer >= PRODUCERS) {
            throw new IllegalStateException("too many producers: accepted=" + PRODUCERS);
        }
        return producer;
    }

    int producers() {
        return (int) buffer.getLongVolatile(NEXT_PRODUCER);
    }

    /** The producer is about to send everything below. */
    void tried(int producer, int end) {
        buffer.putLongVolatile(SENT_AT + producer * 2 * Long.BYTES, end);
    }

    int tried(int producer) {
        return (int) buffer.getLongVolatile(SENT_AT + producer * 2 * Long.BYTES);
    }

    /** The sends of everything below have returned. */
    void sent(int producer, int end) {
        buffer.putLongVolatile(SENT_AT + producer * 2 * Long.BYTES + Long.BYTES, end);
    }

    int sent(int producer) {
        return (int) buffer.getLongVolatile(SENT_AT + producer * 2 * Long.BYTES + Long.BYTES);
    }

    void note(Message message, Step step) {
        buffer.putByteVolatile(at(message, step), (byte) 1);
    }

    boolean has(Message message, Step step) {
        return buffer.getByteVolatile(at(message, step)) != 0;
    }

    private static int at(Message message, Step step) {
        return STATUS_AT + (message.producer() * MESSAGES + message.sequence()) * Step.values().length + step.ordinal();
    }

    void stepped() {
        buffer.getAndAddLong(STEPS, 1);
    }

    long steps() {
        return buffer.getLongVolatile(STEPS);
    }

    void stalled(long nanos) {
        long longest = buffer.getLongVolatile(LONGEST_STALL);
        while (nanos > longest && !buffer.compareAndSetLong(LONGEST_STALL, longest, nanos)) {
            longest = buffer.getLongVolatile(LONGEST_STALL);
        }
    }

    long longestStallNanos() {
        return buffer.getLongVolatile(LONGEST_STALL);
    }
}
