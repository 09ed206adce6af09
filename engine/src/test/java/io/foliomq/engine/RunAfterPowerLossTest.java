package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that appends to one lane and does nothing else, at {@code POWER}: what its records tell after a power loss. */
class RunAfterPowerLossTest {
    private static final int RECORDS = 10;
    private static final BootId BEFORE = new BootId(1, 1);
    private static final BootId AFTER = new BootId(2, 2);
    /** Of LaneDescriptor. */
    private static final int SYNCED_OFFSET = 512;

    @TempDir
    Path directory;

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withDurability(Durability.POWER)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0);
    }

    @BeforeEach
    void commit() {
        try (Store store = Store.open(options(), BEFORE)) {
            Appender appender = store.queue("q").newAppender();
            appender.append(text("before;"));
            Transaction transaction = store.newTransaction();
            run().forEach(each -> transaction.append(store.queue("q"), text(each)));
            transaction.commit();
            appender.append(text("behind;"));
        }
    }

    private static List<String> run() {
        return IntStream.range(0, RECORDS).mapToObj(i -> "run" + i + ";").toList();
    }

    private Path lane() {
        return directory.resolve("queues/q/log/p4");
    }

    /** As if the power had gone before the first sync had returned. */
    private void forgetSyncs() {
        try (MappedFile lane = MappedFile.open(lane().resolve("lane"), FileKind.LANE, null)) {
            lane.buffer().putLong(SYNCED_OFFSET, 0);
        }
    }

    private void lose(String message) throws IOException {
        try (Stream<Path> files = Files.list(lane())) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(cq4|kept)"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String log = new String(bytes, StandardCharsets.ISO_8859_1);
                int at = log.indexOf(message);
                assertThat(at).isPositive();
                bytes[at] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    private List<String> delivered(BootId boot) {
        try (Store store = Store.open(options(), boot);
                Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            long depth = store.queue("q").subscription().depth();
            List<String> texts = new ArrayList<>();
            for (Delivery delivery = tailer.poll(); delivery != null; delivery = tailer.poll()) {
                texts.add(text(delivery.record()));
            }
            assertThat(depth).isEqualTo(texts.size());
            return texts;
        }
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(run());
        all.add(0, "before;");
        all.add("behind;");
        return all;
    }

    @Test
    void shouldKeepARunThatIsWhole() {
        forgetSyncs();
        assertThat(delivered(AFTER)).isEqualTo(all());
    }

    @Test
    void shouldLoseAllOfARunOfWhichAnyPartIsMissing() throws IOException {
        for (int i : new int[] {0, 4, RECORDS - 1}) {
            forgetSyncs();
            lose("run" + i + ";");
            assertThat(delivered(new BootId(2, i))).as("without %d", i).containsExactly("before;", "behind;");
            assertThat(delivered(new BootId(3, i))).as("again").containsExactly("before;", "behind;");
            emptyAndCommit();
        }
    }

    /** Starts over with a new store. */
    private void emptyAndCommit() throws IOException {
        io.foliomq.engine.storage.RepairScope.deleteTree(directory.resolve("queues"));
        Files.createDirectory(directory.resolve("queues"));
        commit();
    }

    @Test
    void shouldKeepTheRestOfARunThatWasSyncedAsAWhole() throws IOException {
        lose("run4;");
        List<String> rest = all();
        rest.remove("run4;");
        assertThat(delivered(AFTER)).isEqualTo(rest);
    }

    @Test
    void shouldKeepTheRestOfARunThatARepairFoundWhole() throws IOException {
        forgetSyncs();
        assertThat(delivered(AFTER)).isEqualTo(all());
        lose("run4;");
        List<String> rest = all();
        rest.remove("run4;");
        assertThat(delivered(new BootId(3, 3))).isEqualTo(rest);
    }
}
