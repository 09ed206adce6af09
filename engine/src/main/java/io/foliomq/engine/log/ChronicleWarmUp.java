package io.foliomq.engine.log;

import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads and runs what an append needs, once in a JVM, in a directory of its own. In a cold JVM that takes a second, for which every other process would have to wait if the
 * first append did it: it holds the lane's mutex.
 */
final class ChronicleWarmUp {
    private static final int BLOCK_SIZE = 1 << 20;
    private static final int DOCUMENTS = 200;
    private static volatile boolean done;

    private ChronicleWarmUp() {}

    static void once() {
        if (!done) {
            warmUp();
        }
    }

    private static synchronized void warmUp() {
        if (done) {
            return;
        }
        try {
            Path scratch = Files.createTempDirectory("foliomq-");
            try {
                Uninterrupted.run(() -> append(scratch));
            } finally {
                delete(scratch);
            }
        } catch (IOException | RuntimeException e) {
            // Only time is lost: whatever is wrong, the append itself will say.
            return;
        } finally {
            done = true;
        }
    }

    private static void append(Path scratch) {
        try (ChronicleAppender appender = new ChronicleAppender(scratch, BLOCK_SIZE, () -> 1, false)) {
            appender.rehearse(DOCUMENTS);
        }
    }

    private static void delete(Path scratch) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(scratch)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
