package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.storage.BootId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that stays attached for a while after its last user; the incarnation tells one attachment from the next. */
class LingerTest {
    private static final long FOREVER = 1_000_000;

    @TempDir
    Path directory;

    /** Of tests that left something behind, in the same JVM. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private StoreOptions options;

    @BeforeEach
    void choose() {
        options = StoreOptions.at(directory.resolve("store")).withSegmentBytes(1 << 20);
    }

    @AfterEach
    void endLinger() {
        Store.endLinger(options.directory());
    }

    /** Opens, closes, and says which attachment it was. */
    private int visit(StoreOptions with, long lingerMillis) {
        Store store = Store.open(with);
        try {
            return store.incarnation();
        } finally {
            store.close(lingerMillis);
        }
    }

    @Test
    void shouldServeTheNextWhoOpens() {
        int first = visit(options, FOREVER);
        assertThat(visit(options, FOREVER)).isEqualTo(first);
        assertThat(visit(options, FOREVER)).isEqualTo(first);
    }

    @Test
    void shouldDetachAtOnceWhenToldSo() {
        int first = visit(options, FOREVER);
        assertThat(visit(options, 0)).isEqualTo(first);
        assertThat(visit(options, 0)).isGreaterThan(first);
    }

    @Test
    void shouldDetachWhenTheTimeIsOver() {
        visit(options, 1);
        await().untilAsserted(() -> assertThat(threadsOfTheStore()).isEmpty());
    }

    @Test
    void shouldNotDetachUnderAUserWhoCameMeanwhile() {
        visit(options, 1);
        try (Store store = Store.open(options)) {
            await().until(() -> lingerThreads().isEmpty());
            assertThat(store.queue("q").name()).isEqualTo("q");
        }
    }

    @Test
    void shouldEndNowAndLeaveNothingBehind() {
        visit(options, FOREVER);
        assertThat(threadsOfTheStore()).isNotEmpty();
        Store.endLinger(options.directory());
        await().untilAsserted(() -> assertThat(threadsOfTheStore()).isEmpty());
    }

    @Test
    void shouldNotEndWhatIsInUse() {
        try (Store store = Store.open(options)) {
            Store.endLinger(options.directory());
            assertThat(store.queue("q").name()).isEqualTo("q");
        }
    }

    @Test
    void shouldNotMakeADirectoryToEndNothing() {
        Store.endLinger(options.directory());
        assertThat(options.directory()).doesNotExist();
    }

    @Test
    void shouldNotServeOtherOptions() {
        int first = visit(options, FOREVER);
        try (Store store = Store.open(options.withDurability(Durability.POWER))) {
            assertThat(store.incarnation()).isGreaterThan(first);
            assertThat(store.options().durability()).isEqualTo(Durability.POWER);
        }
    }

    @Test
    void shouldNotServeUnderAnotherBoot() {
        int first = visit(options, FOREVER);
        try (Store store = Store.open(options, new BootId(7, 8))) {
            assertThat(store.incarnation()).isGreaterThan(first);
        }
    }

    @Test
    void shouldOpenAnewWhatWasDeletedMeanwhile() throws IOException {
        visit(options, FOREVER);
        delete(options.directory());
        try (Store store = Store.open(options)) {
            assertThat(store.incarnation()).isEqualTo(1);
            assertThat(options.directory().resolve("store.mark")).exists();
        }
    }

    @Test
    void shouldCloseTwiceWithoutHarmToOthers() {
        Store one = Store.open(options);
        try (Store other = Store.open(options)) {
            one.close(FOREVER);
            one.close(0);
            assertThat(other.queue("q").name()).isEqualTo("q");
        }
    }

    @Test
    void shouldRefuseANegativeTime() {
        try (Store store = Store.open(options)) {
            assertThatThrownBy(() -> store.close(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lingerMillis: value=-1, accepted=0 or more");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static List<Thread> lingerThreads() {
        return threads("foliomq-linger");
    }

    private List<Thread> threadsOfTheStore() {
        List<Thread> threads = threads("foliomq-");
        threads.removeAll(before);
        return threads;
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
