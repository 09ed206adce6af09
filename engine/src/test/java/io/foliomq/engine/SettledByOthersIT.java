package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Survey.KeptSegment;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was settled comes back although whoever settled it is gone before it could see to that. */
class SettledByOthersIT {
    private static final int SEGMENT = 1 << 20;
    private static final int SEGMENT_RECORDS = 1 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUEUE = "q";

    @TempDir
    Path directory;

    private Store open() {
        return open(directory);
    }

    private static Store open(Path directory) {
        return Store.open(StoreOptions.at(directory)
                .withSegmentBytes(SEGMENT)
                .withSegmentRecords(SEGMENT_RECORDS)
                .withDiskReserveBytes(0));
    }

    private static void append(Store store, int count) {
        Appender appender = store.queue(QUEUE).newAppender();
        Record record = new Record().payloadLength(900);
        for (int i = 0; i < count; i++) {
            appender.append(record);
        }
    }

    private static Tailer tailer(Store store) {
        return store.queue(QUEUE).subscription().openTailer(TailerOptions.DEFAULT);
    }

    private static void settle(Tailer tailer, int count) {
        for (int i = 0; i < count; i++) {
            tailer.acknowledge(Objects.requireNonNull(tailer.poll()).lease());
        }
    }

    private static List<Long> take(Tailer tailer, int count) {
        List<Long> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(Objects.requireNonNull(tailer.poll()).lease());
        }
        return leases;
    }

    private static List<KeptSegment> segments(Store store) {
        return store.survey().segments(store.queue(QUEUE));
    }

    /** Whoever settles it may be gone before it looks, or say so late. */
    @Test
    void shouldGoOnLookingAtASegmentThatIsKept() {
        try (Store store = open();
                Tailer tailer = tailer(store)) {
            StoredDestination queue = (StoredDestination) store.queue(QUEUE);
            append(store, SEGMENT_RECORDS);
            List<Long> leases = take(tailer, SEGMENT_RECORDS);
            // Only now it is closed, and the tailer does not come to see it.
            append(store, 1);
            PinnedSegments pinned = new PinnedSegments(queue);
            pinned.note(4, segments(store).get(0).segment());
            Awaitility.await().atMost(PATIENCE).until(() -> pinned.look() == PinnedSegments.IDLE_DELAY_MS);
            leases.forEach(tailer::acknowledge);
            Awaitility.await().atMost(PATIENCE).until(() -> pinned.look() < 0);
            assertThat(segments(store)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeleteWhatItSettledBeforeItCloses(boolean interrupted) {
        try (Store store = open()) {
            append(store, 3 * SEGMENT_RECORDS + 1);
            settle(tailer(store), 3 * SEGMENT_RECORDS + 1);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(Thread.interrupted()).isEqualTo(interrupted);
        try (Store store = open()) {
            assertThat(segments(store))
                    .singleElement()
                    .extracting(KeptSegment::current)
                    .isEqualTo(true);
        }
    }

    @Test
    void shouldDeleteWhatADeadProcessHadSettled() {
        try (Store store = open()) {
            append(store, SEGMENT_RECORDS);
            try (ChildJvm child = ChildJvm.start(Child.class, directory.toString())) {
                child.ask("settle " + SEGMENT_RECORDS);
                // Only now it is closed, and the child does not come to see it.
                append(store, 1);
                child.kill();
            }
            Awaitility.await().atMost(PATIENCE).until(() -> segments(store).size() == 1);
        }
    }

    /** A process that settles, and does not wait for more. */
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            Tailer tailer = tailer(open(Path.of(arguments[0])));
            ChildLines.answer(words -> {
                settle(tailer, Integer.parseInt(words[1]));
                return "done";
            });
        }
    }
}
