package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.RepairScope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with prepared transactions, and what tests of them have in common. */
abstract class PreparedBranches {
    static final BootId BEFORE = new BootId(1, 1);
    static final BootId AFTER = new BootId(2, 2);
    static final BranchId BRANCH = branch("one");
    static final String LARGE = "large;".repeat(300_000);

    @TempDir
    Path directory;

    final List<Throwable> reported = new CopyOnWriteArrayList<>();
    Store store;

    @BeforeEach
    void open() {
        store = Store.open(options(), BEFORE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    StoreOptions options() {
        return StoreOptions.at(directory.resolve("store"))
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withSendTimeoutMillis(300)
                .withErrorHandler(reported::add);
    }

    void reopen(BootId boot) {
        store.close();
        store = Store.open(options(), boot);
    }

    static BranchId branch(String name) {
        return new BranchId(7, name.getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }

    void send(String queue, String... texts) {
        Appender appender = store.queue(queue).newAppender();
        for (String text : texts) {
            appender.append(text(text));
        }
    }

    Tailer tailer(String queue) {
        return store.queue(queue).subscription().openTailer(TailerOptions.DEFAULT);
    }

    Subscription subscription(String queue) {
        return store.queue(queue).subscription();
    }

    static long lease(Tailer tailer) {
        return Objects.requireNonNull(tailer.poll()).lease();
    }

    List<String> drain(String queue) {
        return drain(subscription(queue));
    }

    static List<String> drain(Subscription subscription) {
        List<String> texts = new ArrayList<>();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                texts.add(text(delivery.record()) + "/" + delivery.deliveryCount());
                tailer.acknowledge(delivery.lease());
            }
        }
        return texts;
    }

    /** Takes the first of {@code in} and sends {@code moved} to {@code out}. */
    void prepareMove(BranchId branch, Durability durability) {
        try (Tailer in = tailer("in")) {
            Transaction transaction = store.newTransaction(durability);
            transaction.append(store.queue("out"), text("moved"));
            transaction.acknowledge(in, lease(in));
            transaction.prepare(branch);
            assertThat(transaction.isEmpty()).isTrue();
        }
    }

    List<BranchId> branches() {
        return store.prepared().stream().map(PreparedTransaction::branch).toList();
    }

    List<String> files(String under) {
        return RepairScope.list(directory.resolve("store").resolve(under)).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }
}
