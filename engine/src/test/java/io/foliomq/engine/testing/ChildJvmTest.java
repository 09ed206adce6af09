package io.foliomq.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    /** More than a reader takes at once, and less than a pipe holds. */
    private static final int LINES = 4_000;

    @Test
    void shouldHearWhatAChildSaidBeforeItWasKilled(@TempDir Path directory) {
        Path said = directory.resolve("said");
        try (ChildJvm child = ChildJvm.start(Talker.class, said.toString())) {
            // While this looks at the first line, nobody can read the others.
            String first = child.awaitLine(
                    line -> {
                        await().until(() -> Files.exists(said));
                        child.kill();
                        return true;
                    },
                    "a line");
            assertThat(first).isEqualTo("line 0");
            assertThat(child.everything())
                    .containsExactlyElementsOf(IntStream.range(1, LINES)
                            .mapToObj(number -> "line " + number)
                            .toList());
        }
    }

    /** Says everything it has to say, and waits for its end. */
    static final class Talker {
        private Talker() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            for (int number = 0; number < LINES; number++) {
                ChildLines.say("line " + number);
            }
            Files.createFile(Path.of(arguments[0]));
            Thread.currentThread().join();
        }
    }
}
