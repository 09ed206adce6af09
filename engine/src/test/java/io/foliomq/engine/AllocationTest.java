package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction makes, it makes once and not for each of its parts. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 200;
    private static final int ATTEMPTS = 5;
    private static final int BATCH = 100;
    /** The list of what was announced, and the share of what a commit makes. */
    private static final double A_PART_OF_A_TRANSACTION = 96;

    @TempDir
    Path directory;

    private final Record record = new Record().payloadLength(100);
    private Store store;
    private Destination queue;

    @BeforeEach
    void open() {
        store = Store.open(StoreOptions.at(directory));
        queue = store.queue("q");
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Bytes a message, of the least of some attempts: the first ones load classes, and any may roll a segment. */
    private static double bytes(Runnable batch) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < ROUNDS; round++) {
                batch.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) least / ROUNDS / BATCH;
    }

    private static void repeat(Runnable step) {
        for (int i = 0; i < BATCH; i++) {
            step.run();
        }
    }

    @Test
    void shouldCommitWithoutAllocatingForEachAppend() {
        Transaction transaction = store.newTransaction();
        double bytes = bytes(() -> {
            repeat(() -> transaction.append(queue, record));
            transaction.commit();
        });
        assertThat(bytes).isLessThan(A_PART_OF_A_TRANSACTION);
    }
}
