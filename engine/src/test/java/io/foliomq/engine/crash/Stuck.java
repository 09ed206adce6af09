package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreCheck;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.testing.NumberedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Fills segments of a queue of its own and leaves few messages of each, delayed far beyond the test, which are noted down: so the segments are kept, and give back what the others took. A message is its number, repeated.
 */
final class Stuck {
    static final String PREFIX = "stuck-";
    private static final int SEGMENT = 800;
    private static final int LENGTH = 1_400;
    private static final int LARGE_LENGTH = 200_000;
    private static final int LARGE_AT = 100;
    private static final int STUCK_OF = 50;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long DELAY_MS = TimeUnit.HOURS.toMillis(1);

    private final Store store;
    private final Path notes;
    private final String queue;
    private final BooleanSupplier going;
    private final Patience patience;

    Stuck(Store store, Path notes, long own, BooleanSupplier going, Patience patience) {
        this.store = store;
        this.queue = PREFIX + Long.toHexString(own);
        this.notes = notes.resolveSibling(queue);
        this.going = going;
        this.patience = patience;
    }

    void stick() {
        Destination destination = patience.get(() -> store.queue(queue));
        try (Tailer tailer = patience.get(() -> destination.subscription().openTailer(TailerOptions.DEFAULT))) {
            for (int number = 0; going.getAsBoolean(); number += SEGMENT) {
                for (int i = number; i < number + SEGMENT; i++) {
                    Record record = record(i);
                    patience.with(() -> destination.newAppender().append(record));
                }
                for (int i = number; i < number + SEGMENT; i++) {
                    leave(tailer, i);
                }
                // Before it waits, it says what it has left behind.
                if (tailer.poll(PAUSE_NANOS) != null) {
                    throw new AssertionError("delivered what is delayed: queue=" + queue);
                }
            }
        }
    }

    private void leave(Tailer tailer, int expected) {
        Delivery delivery = Objects.requireNonNull(tailer.poll());
        int number = number(delivery.record());
        if (number != expected) {
            throw new AssertionError("out of order: expected=" + expected + ", got=" + number);
        }
        if (number % STUCK_OF == 0) {
            tailer.release(delivery.lease(), true, System.currentTimeMillis() + DELAY_MS);
            note(number);
        } else {
            tailer.acknowledge(delivery.lease());
        }
    }

    private void note(int number) {
        try {
            Files.writeString(notes, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Record record(int number) {
        return NumberedPayload.record(bytes(number));
    }

    private static byte[] bytes(int number) {
        String unit = number + ";";
        int length = number % SEGMENT == LARGE_AT + 1 ? LARGE_LENGTH : LENGTH;
        return unit.repeat(length / unit.length()).getBytes(StandardCharsets.UTF_8);
    }

    private static int number(RecordView view) {
        return (int) NumberedPayload.number(view, number -> bytes(Math.toIntExact(number)));
    }

    /** When everybody is gone: what was left is there, once, in its order, and nothing else that was settled. */
    static void assertThere(Path directory, Path notes) {
        assertThat(StoreCheck.verify(directory).findings().stream()
                        .filter(finding -> finding.file().contains(PREFIX)))
                .isEmpty();
        long later = System.currentTimeMillis() + 2 * DELAY_MS;
        try (Store store = Store.open(WorkingChild.options(directory).withClock(() -> later))) {
            for (Destination each : store.destinations(DestinationKind.QUEUE)) {
                Path noted = notes.resolveSibling(each.name());
                if (each.name().startsWith(PREFIX) && Files.exists(noted)) {
                    assertThere(each, noted);
                }
            }
        }
    }

    private static void assertThere(Destination queue, Path noted) {
        List<Integer> got = new ArrayList<>();
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                got.add(number(delivery.record()));
                tailer.acknowledge(delivery.lease());
            }
        }
        List<Integer> left = read(noted);
        int last = left.isEmpty() ? -1 : left.get(left.size() - 1);
        assertThat(got).as("order of " + queue.name()).isSorted().doesNotHaveDuplicates();
        assertThat(got.stream().filter(number -> number <= last).toList())
                .as("left in " + queue.name())
                .isEqualTo(left);
    }

    private static List<Integer> read(Path noted) {
        try {
            // The last line may be half written.
            String text = Files.readString(noted);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Integer::parseInt)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
