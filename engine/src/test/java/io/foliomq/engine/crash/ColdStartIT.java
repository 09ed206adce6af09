package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody waits for a process that has just been started and appends for the first time. */
class ColdStartIT {
    private static final int ROUNDS = 5;
    /** What a cold JVM takes to load the log is well above, what it holds the lane for is well below. */
    private static final long LONGEST_MS = 500;

    @TempDir
    Path directory;

    /** Appends one record in a JVM of its own. */
    static final class ColdChild {
        public static void main(String[] arguments) {
            try (Store store = Store.open(StoreOptions.at(Path.of(arguments[0])))) {
                store.queue("q").newAppender().append(new Record());
            }
        }
    }

    @Test
    void shouldNotHoldOthersUpWhileItLoadsItsClasses() {
        long[] longestMs = new long[ROUNDS];
        try (Store store = Store.open(StoreOptions.at(directory))) {
            Appender appender = store.queue("q").newAppender();
            appender.append(new Record());
            try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                for (int round = 0; round < ROUNDS; round++) {
                    longestMs[round] = TimeUnit.NANOSECONDS.toMillis(longestAppendBesideAChild(appender, tailer));
                }
            }
        }
        Arrays.sort(longestMs);
        System.out.println("longest append while a cold process starts and appends, ms: " + Arrays.toString(longestMs));
        assertThat(longestMs[ROUNDS / 2]).isLessThan(LONGEST_MS);
    }

    private long longestAppendBesideAChild(Appender appender, Tailer tailer) {
        Record record = new Record();
        long longest = 0;
        try (ChildJvm child = ChildJvm.start(ColdChild.class, directory.toString())) {
            while (child.isRunning()) {
                long start = System.nanoTime();
                appender.append(record);
                longest = Math.max(longest, System.nanoTime() - start);
                Delivery delivery = tailer.poll(TimeUnit.MICROSECONDS.toNanos(200));
                if (delivery != null) {
                    tailer.acknowledge(delivery.lease());
                }
            }
            assertThat(child.awaitExit()).isZero();
        }
        return longest;
    }
}
