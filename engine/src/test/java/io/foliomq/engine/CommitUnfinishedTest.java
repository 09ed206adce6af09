package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.log.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that cannot do what it has decided: more than one segment takes, and no second one can be made. */
class CommitUnfinishedTest {
    private static final int BYTES = 100_000;
    /** Some more than a segment of 1 MiB holds. */
    private static final int RECORDS = 15;

    @TempDir
    Path directory;

    private StoreOptions options;
    private Store store;

    @BeforeEach
    void open() {
        options = StoreOptions.at(directory.resolve("store"))
                .withSegmentBytes(1 << 20)
                .withErrorHandler(ignored -> {});
        store = Store.open(options);
        send("in", -1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Record record(int number) {
        Record record = new Record();
        record.buffer().putInt(record.payloadOffset(), number);
        return record.payloadLength(BYTES);
    }

    private void send(String queue, int number) {
        store.queue(queue).newAppender().append(record(number));
    }

    private List<Integer> drain(String queue) {
        List<Integer> numbers = new ArrayList<>();
        try (Tailer tailer = store.queue(queue).subscription().openTailer(TailerOptions.DEFAULT)) {
            for (Delivery delivery = tailer.poll(); delivery != null; delivery = tailer.poll()) {
                numbers.add(delivery.record().buffer().getInt(delivery.record().payloadOffset()));
                tailer.acknowledge(delivery.lease());
            }
        }
        return numbers;
    }

    /** A directory where the log wants to make a file. */
    private Path block(int segment) throws IOException {
        return Files.createDirectories(
                options.directory().resolve("queues/out/log/p4/19700101-00%02dV.precreated".formatted(5 * segment)));
    }

    /** Takes the message from {@code in} and sends too much for one segment. */
    private void commit() {
        Transaction transaction = store.newTransaction();
        try (Tailer tailer = store.queue("in").subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery = tailer.poll();
            assertThat(delivery).isNotNull();
            transaction.acknowledge(tailer, delivery.lease());
            for (int i = 0; i < RECORDS; i++) {
                transaction.append(store.queue("out"), record(i));
            }
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(CommitUnfinishedException.class)
                    .hasMessageContaining("is committed");
            assertThat(transaction.isEmpty()).isTrue();
        }
    }

    private static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void shouldBeFinishedWhenItCan() throws IOException {
        Path obstacle = block(2);
        commit();
        assertThat(store.queue("in").subscription().depth()).isZero();
        Files.delete(obstacle);
        await().until(() -> store.queue("out").subscription().depth() == RECORDS);
        send("out", RECORDS);
        assertThat(drain("out")).isEqualTo(numbers(RECORDS + 1));
        assertThat(drain("in")).isEmpty();
    }

    /** Until it is appended, its large message waits in a segment that others may have settled long ago. */
    @Test
    void shouldFindItsLargeMessagesInSegmentsThatWereSettledMeanwhile() throws IOException {
        Path obstacle = block(2);
        send("large", -2);
        Transaction transaction = store.newTransaction();
        for (int i = 0; i < RECORDS; i++) {
            transaction.append(store.queue("out"), record(i));
        }
        transaction.append(store.queue("large"), record(RECORDS).payloadLength(4 * BYTES));
        assertThatThrownBy(transaction::commit).isInstanceOf(CommitUnfinishedException.class);
        for (int i = 0; i < 3 * RECORDS; i++) {
            send("large", i);
        }
        assertThat(drain("large")).hasSize(1 + 3 * RECORDS);
        sweep("large");
        Files.delete(obstacle);
        await().until(() -> store.queue("large").subscription().depth() == 1);
        assertThat(drain("large")).containsExactly(RECORDS);
        assertThat(drain("out")).isEqualTo(numbers(RECORDS));
        sweep("large");
        assertThat(store.survey().segments(store.queue("large"))).hasSize(1);
    }

    /** What the housekeeper does when it comes to it. */
    private void sweep(String queue) {
        ((StoredDestination) store.queue(queue)).sweep();
    }

    /** What was appended one by one may go one by one: whoever repairs after a power loss must know that it was whole. */
    @Test
    void shouldBeKnownAsWholeBeforeItIsForgotten() throws IOException {
        store.close();
        store = Store.open(options.withDurability(Durability.POWER));
        Path obstacle = block(2);
        commit();
        Lane lane = ((StoredDestination) store.queue("out")).lanes().lane(4);
        assertThat(lane.confirmed()).isZero();
        Files.delete(obstacle);
        await().until(() -> lane.confirmed() == RECORDS);
        assertThat(store.queue("out").subscription().depth()).isEqualTo(RECORDS);
    }

    @Test
    void shouldNotLookForARunInWhatNobodyCanComplete() throws IOException {
        Files.writeString(options.directory().resolve("transactions/ff-1.tx"), "no transaction");
        TransactionFiles files = ((StoredDestination) store.queue("in")).root().transactionFiles();
        assertThatCode(() -> files.keepOverPowerLoss(1)).doesNotThrowAnyException();
    }

    @Test
    void shouldBeFinishedByTheClose() throws IOException {
        Path obstacle = block(2);
        commit();
        Files.delete(obstacle);
        store.close();
        store = Store.open(options);
        assertThat(drain("out")).isEqualTo(numbers(RECORDS));
        assertThat(drain("in")).isEmpty();
    }

    @Test
    void shouldHaveDoneNothingIfItWasNotDecided() throws IOException {
        Path obstacle = block(1);
        Transaction transaction = store.newTransaction();
        transaction.append(store.queue("out"), record(0));
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(EngineException.class)
                .isNotInstanceOf(CommitUnfinishedException.class);
        assertThat(store.queue("out").subscription().depth()).isZero();
        Files.delete(obstacle);
        transaction.commit();
        assertThat(drain("out")).containsExactly(0);
    }
}
