package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What coming and going leaves behind: nothing. */
class MemberLeakIT {
    private static final int CYCLES = 200;

    @TempDir
    Path directory;

    @Test
    void shouldLeakNeitherDescriptorsNorFilesNorThreads() {
        try (AttachedStore store = new AttachedStore(directory.resolve("store"));
                ChildJvm child = MemberChild.start(store.root())) {
            Path ours = Path.of("/proc/self/fd");
            Path theirs = Path.of("/proc/" + child.pid() + "/fd");
            comeAndGo(store);
            await().until(() -> Integer.parseInt(child.ask("attachments")) == 1);
            int ourDescriptors = entries(ours).size();
            int theirDescriptors = entries(theirs).size();
            List<Path> files = entries(store.layout.members());

            for (int i = 0; i < CYCLES; i++) {
                comeAndGo(store);
            }

            assertThat(entries(store.layout.members())).containsExactlyInAnyOrderElementsOf(files);
            // Not equal: whoever else lives in this JVM opens and closes files, too.
            assertThat(entries(ours).size()).isLessThan(ourDescriptors + CYCLES / 10);
            await().untilAsserted(() -> assertThat(entries(theirs).size()).isLessThanOrEqualTo(theirDescriptors));
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("foliomq-"));
            assertThat(child.ask("deaths")).isEqualTo("[]");
            assertThat(child.ask("errors")).isEqualTo("[]");
        }
    }

    private static void comeAndGo(AttachedStore store) {
        try (Member first = store.attachAndReap();
                Member second = store.attachAndReap()) {
            first.ring(second.slot());
            assertThat(first.attachments()).hasSize(3);
        }
    }

    private static List<Path> entries(Path path) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
