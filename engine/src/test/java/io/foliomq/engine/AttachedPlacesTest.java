package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a dead member left something, by a list that it may not have written. */
class AttachedPlacesTest {
    private static final int SLOT = 3;

    @TempDir
    Path directory;

    private StoreLayout layout;
    private Path orders;
    private Path news;
    private Path list;

    @BeforeEach
    void make() throws IOException {
        layout = new StoreLayout(directory.resolve("store"));
        orders = destination(layout.queues().resolve("orders"));
        news = destination(layout.topics().resolve("news"));
        destination(directory.resolve("outside").resolve("orders"));
        destination(layout.root().resolve("transactions").resolve("x"));
        Files.createDirectories(layout.members());
        list = layout.members().resolve(SLOT + ".places");
    }

    private static Path destination(Path path) throws IOException {
        Files.createDirectories(path);
        Files.createFile(path.resolve("destination"));
        return path;
    }

    private void write(String lines) throws IOException {
        Files.writeString(list, lines);
    }

    @Test
    void shouldFindTheDestinationsOfWholeLines() throws IOException {
        write("queues/orders\ntopics/news/subscriptions/a\nqueues/orders/subscriptions/queue\nqueues/ord");
        assertThat(AttachedPlaces.read(layout, SLOT)).containsExactly(orders, news);
    }

    @Test
    void shouldFindNothingWithoutAList() {
        assertThat(AttachedPlaces.read(layout, SLOT)).isEmpty();
    }

    @Test
    void shouldPassOverWhatIsNoDestinationOfTheStore() throws IOException {
        write("../outside/orders\n" + "queues/../../outside/orders\n" + "/etc\n" + "/\n" + "\n" + ".\n" + "..\n"
                + "queues\n"
                + "queues/\n" + "queues/gone\n" + "queues/or\0ders\n" + "transactions/x\n" + "members/0\n"
                + "q".repeat(5000) + "\n"
                + "queues/" + "a/".repeat(400) + "\n" + "queues/news/../orders/x\n");
        assertThat(AttachedPlaces.read(layout, SLOT)).containsExactly(orders);
    }

    @Test
    void shouldReadOnBehindALineThatIsTooLong() throws IOException {
        write("queues/orders".repeat(1_000) + "\ntopics/news\n");
        assertThat(AttachedPlaces.read(layout, SLOT)).containsExactly(news);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldKeepNothingOfALotOfLines() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            lines.append("queues/q").append(i).append('\n');
        }
        write(lines + "topics/news\n");
        assertThat(AttachedPlaces.read(layout, SLOT)).containsExactly(news);
    }

    @Test
    void shouldRefuseAListThatIsTooLong() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(list.toFile(), "rw")) {
            file.setLength((64 << 20) + 1);
        }
        assertThatThrownBy(() -> AttachedPlaces.read(layout, SLOT))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining(list.toString());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitForTheOtherEndOfAPipe() throws Exception {
        Process made = new ProcessBuilder("mkfifo", list.toString()).inheritIO().start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> AttachedPlaces.read(layout, SLOT))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining("not a file");
    }

    @Test
    void shouldRefuseADirectory() throws IOException {
        Files.createDirectory(list);
        assertThatThrownBy(() -> AttachedPlaces.read(layout, SLOT)).isInstanceOf(StoreFault.class);
        assertThat(AttachedPlaces.everywhere(layout)).containsExactlyInAnyOrder(orders, news);
    }

    @Test
    void shouldReadWhateverTheListIs() {
        byte[] written = "queues/orders\ntopics/news/subscriptions/a\n\0\0\0\0".getBytes(StandardCharsets.UTF_8);
        new Fuzz("places", 1 << 20).run(mutations -> mutations.changeAndResize(written), input -> {
            Files.write(list, input);
            return AttachedPlaces.read(layout, SLOT).size() == 2;
        });
    }
}
