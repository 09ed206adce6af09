package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However fast segments are settled, each is deleted soon, and not only with the next second. */
class SweepPaceTest {
    private static final int SEGMENT_RECORDS = 1 << 10;
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int IN_A_ROW = 4;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path directory;

    @Test
    void shouldDeleteEachSegmentSoonAlsoIfOneWasDeletedAMomentAgo() {
        try (Store store = Store.open(StoreOptions.at(directory)
                        .withSegmentBytes(1 << 20)
                        .withSegmentRecords(SEGMENT_RECORDS)
                        .withDiskReserveBytes(0));
                Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            settle(store, tailer, 1);
            int soon = 0;
            long end = System.nanoTime() + PATIENCE_NANOS;
            // A busy machine may be late now and then.
            while (soon < IN_A_ROW && System.nanoTime() - end < 0) {
                soon = deletionNanos(store, tailer) < SOON_NANOS ? soon + 1 : 0;
            }
            assertThat(soon).isEqualTo(IN_A_ROW);
        }
    }

    /** Its lanes are opened for the first time by whoever reaps there. */
    @Test
    void shouldFindNothingWhereTheFilesOfADeletedDestinationGo() throws IOException {
        StoreOptions options =
                StoreOptions.at(directory).withSegmentBytes(1 << 20).withDiskReserveBytes(0);
        try (Store store = Store.open(options)) {
            store.queue("q").newAppender().append(new Record().payloadLength(10));
        }
        try (Store store = Store.open(options)) {
            StoredDestination queue = (StoredDestination) store.queue("q");
            Path lane = queue.directory().resolve("log/p4/lane");
            Path away = lane.resolveSibling("away");
            Files.move(lane, away);
            assertThatThrownBy(queue::sweep).hasMessageContaining("file is gone");
            queue.file().markDeleted();
            queue.sweep();
            Files.move(away, lane);
        }
    }

    /** From when a segment is left, settled, until it is gone. */
    private static long deletionNanos(Store store, Tailer tailer) {
        settle(store, tailer, SEGMENT_RECORDS);
        long left = System.nanoTime();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> store.survey().segments(store.queue("q")).size() == 1);
        return System.nanoTime() - left;
    }

    private static void settle(Store store, Tailer tailer, int count) {
        Appender appender = store.queue("q").newAppender();
        Record record = new Record().payloadLength(10);
        for (int i = 0; i < count; i++) {
            appender.append(record);
            tailer.acknowledge(Objects.requireNonNull(tailer.poll()).lease());
        }
    }
}
