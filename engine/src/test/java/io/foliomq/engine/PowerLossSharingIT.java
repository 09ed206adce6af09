package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes open a store at once after a power loss. */
class PowerLossSharingIT {
    private static final int MESSAGES = 1_000;
    private static final int PROCESSES = 3;

    @TempDir
    Path directory;

    @Test
    void shouldRepairOnceAndDeliverEachMessageOnce() {
        try (Store store = Store.open(PowerCutChild.options(directory, Durability.PROCESS), new BootId(1, 1))) {
            Appender appender = store.queue("in").newAppender();
            for (int number = 0; number < MESSAGES; number++) {
                appender.append(PowerCutChild.record(number));
            }
        }
        List<ChildJvm> children = new ArrayList<>();
        List<Long> got = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(ChildJvm.start(PowerCutChild.class, "check", directory.toString(), "77"));
            }
            for (ChildJvm child : children) {
                child.await("checked");
                for (String line : child.everything()) {
                    assertThat(line).doesNotStartWith("reported");
                    if (line.startsWith("got in ")) {
                        got.add(Long.parseLong(line.substring("got in ".length())));
                    }
                }
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
        got.removeIf(number -> number == Integer.MAX_VALUE);
        assertThat(got)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, MESSAGES).boxed().toList());
    }
}
