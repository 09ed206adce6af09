package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.SubscriptionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links that somebody put into a store: nothing outside the store is made, changed or deleted. */
class PlantedLinksTest {
    private static final long LONG_AGO = 1;

    @TempDir
    Path directory;

    private Path root;
    private Path outside;
    private Map<String, String> before;

    @BeforeEach
    void layOut() throws IOException {
        root = directory.resolve("store");
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
        // Named as what is swept away inside a store.
        Path stray = Files.writeString(outside.resolve("x.tmp-1"), "stray");
        Files.setLastModifiedTime(stray, FileTime.fromMillis(LONG_AGO));
        Files.writeString(outside.resolve("4-1-1.body"), "body");
        try (Store store = open()) {
            store.queue("q").newAppender().append(new Record());
            store.topic("t").subscribe(new SubscriptionOptions("s", true, ""));
        }
        before = content();
    }

    @AfterEach
    void assertNothingHappenedOutside() throws IOException {
        assertThat(content()).isEqualTo(before);
    }

    private Store open() {
        return Store.open(StoreOptions.at(root).withDiskReserveBytes(0).withErrorHandler(e -> {}));
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(outside)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                found.put(outside.relativize(path).toString(), Files.readString(path));
            }
        }
        return found;
    }

    private void plant(String name, Path target) throws IOException {
        Path link = root.resolve(name);
        if (Files.exists(link)) {
            Files.move(link, directory.resolve("moved-away"));
        }
        Files.createSymbolicLink(link, target);
    }

    private void assertIsRefused(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(EngineException.class).hasMessageContaining("file=" + root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "names", "queues", "topics", "transactions", "trash"})
    void shouldNotOpenAStoreWhoseDirectoryIsALink(String name) throws IOException {
        plant(name, outside);
        assertIsRefused(() -> open().close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.mark", "repair.lock"})
    void shouldNotOpenAStoreOneOfWhoseFilesIsALink(String name) throws IOException {
        plant(name, outside.resolve("precious"));
        // Without the mark's id of this boot the store is repaired, under the lock.
        Files.deleteIfExists(root.resolve("members/0"));
        if (name.equals("store.mark")) {
            assertIsRefused(() -> open().close());
        } else {
            open().close();
        }
    }

    @Test
    void shouldNotMakeADestinationBehindALink() throws IOException {
        plant("queues/other", outside);
        try (Store store = open()) {
            assertIsRefused(() -> store.queue("other"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"queues/q", "queues/q/log", "queues/q/log/p4", "queues/q/log/p4/lane", "queues/q/destination"})
    void shouldNotAppendBehindALink(String name) throws IOException {
        Path copy = directory.resolve("copy");
        copyTree(root.resolve(name), copy);
        plant(name, copy);
        try (Store store = open()) {
            assertIsRefused(() -> store.queue("q").newAppender().append(new Record()));
        }
    }

    @Test
    void shouldNotReserveANameBehindALink() throws IOException {
        plant("names/client", outside.resolve("made"));
        try (Store store = open()) {
            assertIsRefused(() -> store.reserve("client"));
        }
    }

    @Test
    void shouldReplaceALinkInTheWayOfItsOwnList() throws IOException {
        plant("members/0.places", outside.resolve("precious"));
        try (Store store = open()) {
            assertThat(store.queue("q").subscription().depth()).isEqualTo(1);
        }
    }

    @Test
    void shouldDeleteTheLinkAndNotWhatItLeadsTo() throws IOException {
        try (Store store = open()) {
            Files.createSymbolicLink(root.resolve("topics/t/subscriptions/planted"), outside);
            Files.createSymbolicLink(root.resolve("topics/t/planted"), outside);
            Destination topic = store.topic("t");
            topic.delete();
            assertThat(store.find(DestinationKind.TOPIC, "t")).isEmpty();
        }
        Files.createSymbolicLink(root.resolve("trash/planted"), outside);
        open().close();
        assertThat(root.resolve("trash/planted")).doesNotExist();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
