package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an attachment that failed half way, or of files that never got their names. */
class StoreOpenFailureTest {
    @TempDir
    Path directory;

    private Store open() {
        return Store.open(StoreOptions.at(directory));
    }

    @Test
    void shouldLeaveNoMemberBehindWhenItCannotAttach() throws IOException {
        Path obstacle = Files.createDirectories(directory.resolve("members/0.places/in the way"));
        assertThatThrownBy(this::open).isInstanceOf(EngineException.class).hasMessageContaining("0.places");
        assertThat(directory.resolve("members/0.bell")).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("foliomq-doorbell-0"));
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        try (Store store = open()) {
            store.queue("q").newAppender().append(new Record());
            assertThat(directory.resolve("members/0.bell")).exists();
            assertThat(directory.resolve("members/1")).doesNotExist();
        }
    }

    @Test
    void shouldSweepOldTemporaryFilesOfTheDead() throws IOException {
        try (Store store = open()) {
            store.queue("q").newAppender().append(new Record());
        }
        Path[] places = {
            directory.resolve("members"),
            directory.resolve("transactions"),
            directory.resolve("queues/q"),
            directory.resolve("queues/q/log/p4"),
            directory.resolve("queues/q/subscriptions/queue")
        };
        for (Path place : places) {
            Path old = Files.createFile(place.resolve("x.tmp-1234"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(System.currentTimeMillis() - 3_600_000));
            Files.createFile(place.resolve("x.tmp-5678"));
        }
        try (Store store = open()) {
            assertThat(store.queue("q").subscription().depth()).isOne();
            assertThat(temporaryFiles()).isEqualTo(places.length);
        }
    }

    private long temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().contains(".tmp-")).count();
        }
    }
}
