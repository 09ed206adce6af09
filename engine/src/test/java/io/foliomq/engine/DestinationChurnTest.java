package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.BootId;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made and deleted all the time by one attachment is there, or not, for another, and never half. */
class DestinationChurnTest {
    private static final int ROUNDS = 400;

    @TempDir
    Path directory;

    private StoreRoot root;
    // As another process.
    private StoreRoot other;

    @BeforeEach
    void open() throws Exception {
        StoreOptions options =
                StoreOptions.at(directory).withSegmentBytes(1 << 20).withDiskReserveBytes(0);
        root = StoreRoot.open(options, directory.toRealPath(), BootId.current());
        other = StoreRoot.open(options, directory.toRealPath(), BootId.current());
    }

    @AfterEach
    void close() {
        other.close();
        root.close();
    }

    @Test
    void shouldFindADestinationOrNone() throws Exception {
        AtomicInteger found = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Path churn = other.layout().queues().resolve("churn");
        Thread finder = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    other.open(churn).ifPresent(destination -> found.incrementAndGet());
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                }
            }
        });
        finder.start();
        try {
            for (int i = 0; i < ROUNDS && failures.isEmpty(); i++) {
                root.destination(DestinationKind.QUEUE, "churn").delete();
            }
        } finally {
            finder.interrupt();
            finder.join();
        }

        assertThat(failures).isEmpty();
        assertThat(found).hasPositiveValue();
    }
}
