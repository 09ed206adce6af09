package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.foliomq.engine.storage.RepairScope;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be forced at {@code POWER} in a destination whose files go meanwhile. */
class PowerOnDeletedTest {
    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(StoreOptions.at(directory)
                .withDurability(Durability.POWER)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void deleteFiles() {
        RepairScope.deleteTree(directory.resolve("queues/q"));
    }

    @Test
    void shouldAcknowledgeWhatIsDeletedMeanwhile() {
        store.queue("q").newAppender(Durability.PROCESS).append(text("m"));
        try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery = Objects.requireNonNull(tailer.poll());
            deleteFiles();
            assertThatCode(() -> tailer.acknowledge(delivery.lease())).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldForceNamesOfLargeBodiesThatAreDeletedMeanwhile() {
        StoredDestination destination = (StoredDestination) store.queue("q");
        deleteFiles();
        assertThatCode(() -> destination.largeBodies().forceNames()).doesNotThrowAnyException();
    }
}
