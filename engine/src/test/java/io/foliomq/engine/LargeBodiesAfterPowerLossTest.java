package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.BootId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power loss may leave of messages whose payload lies outside: the record is there, the payload was never forced, or its name. */
class LargeBodiesAfterPowerLossTest {
    private static final BootId BEFORE = new BootId(1, 1);
    private static final BootId AFTER = new BootId(2, 2);
    private static final String FIRST = "first;".repeat(50_000);
    private static final String SECOND = "second;".repeat(50_000);

    @TempDir
    Path directory;

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withErrorHandler(reported::add);
    }

    @BeforeEach
    void send() {
        try (Store store = Store.open(options(), BEFORE)) {
            Appender appender = store.queue("q").newAppender(Durability.PROCESS);
            appender.append(text("before"));
            appender.append(text(FIRST));
            appender.append(text(SECOND));
            appender.append(text("behind"));
        }
    }

    /** In the order in which they were sent. */
    private List<Path> bodies() throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve("queues/q/log/large"))) {
            return found.sorted().toList();
        }
    }

    private List<String> received() {
        List<String> received = new ArrayList<>();
        try (Store store = Store.open(options(), AFTER)) {
            Subscription subscription = store.queue("q").subscription();
            long depth = subscription.depth();
            try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
                for (Delivery next = tailer.poll(); next != null; next = tailer.poll()) {
                    received.add(text(next.record()));
                    tailer.acknowledge(next.lease());
                }
            }
            assertThat(depth).isEqualTo(received.size());
        }
        assertThat(StoreCheck.verify(directory).findings()).isEmpty();
        return received;
    }

    @Test
    void shouldKeepWhatIsWhole() throws IOException {
        assertThat(bodies()).hasSize(2);
        assertThat(received()).containsExactly("before", FIRST, SECOND, "behind");
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldLoseARecordWithoutItsPayloadAndSaySo() throws IOException {
        Files.delete(bodies().get(0));
        assertThat(received()).containsExactly("before", SECOND, "behind");
        assertThat(reported).singleElement().asString().contains("first=1, last=1");
    }

    @Test
    void shouldLoseARecordWhosePayloadIsShort() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(bodies().get(1).toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(received()).containsExactly("before", FIRST, "behind");
        assertThat(bodies()).hasSize(1);
    }

    @Test
    void shouldLoseARecordOfWhosePayloadABlockIsMissing() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(bodies().get(0).toFile(), "rw")) {
            file.seek(8192);
            file.write(new byte[4096]);
        }
        assertThat(received()).containsExactly("before", SECOND, "behind");
        assertThat(bodies()).hasSize(1);
        assertThat(reported).anyMatch(each -> each.toString().contains("large body is corrupt"));
    }

    @Test
    void shouldGiveAPayloadTheNameThatThePowerLossTook() throws IOException {
        rename(".new");
        rename(".prepared");
        assertThat(received()).containsExactly("before", FIRST, SECOND, "behind");
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldNotTakeAPayloadThatIsTornUnderItsOldName() throws IOException {
        Path old = rename(".new");
        try (RandomAccessFile file = new RandomAccessFile(old.toFile(), "rw")) {
            file.seek(8192);
            file.write(new byte[4096]);
        }
        assertThat(received()).containsExactly("before", SECOND, "behind");
        assertThat(old).doesNotExist();
    }

    /** The first body that still has its name. */
    private Path rename(String ending) throws IOException {
        Path body = bodies().stream()
                .filter(path -> path.toString().endsWith(".body"))
                .findFirst()
                .orElseThrow();
        String id = body.getFileName().toString().replaceAll(".*-|\\.body", "");
        return Files.move(body, body.resolveSibling(id + ending));
    }
}
