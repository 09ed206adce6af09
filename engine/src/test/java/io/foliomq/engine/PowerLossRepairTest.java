package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.DamagedStore.Damage;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages the files of a store in every way and opens it as after a power loss. {@code -Dfoliomq.damage.rounds=N} does more of it, {@code -Dfoliomq.damage.seed=S} the same again.
 */
class PowerLossRepairTest {
    private static final int TOPIC_MESSAGES = 60;
    private static final BootId BEFORE = new BootId(1, 1);
    private static final BootId AFTER = new BootId(2, 2);
    private static final int ROUNDS = Integer.getInteger("foliomq.damage.rounds", 80);

    private static final List<String> SENT = new ArrayList<>();
    private static final Set<String> OPEN = new HashSet<>();
    private static final List<String> PUBLISHED = new ArrayList<>();

    @TempDir
    static Path base;

    private static DamagedStore store;
    private static StoreId storeId;

    @TempDir
    Path directory;

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    private StoreOptions options(Path path) {
        return basics(path).withErrorHandler(reported::add);
    }

    private static StoreOptions basics(Path path) {
        return StoreOptions.at(path)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0);
    }

    @BeforeAll
    static void makeStore() {
        Path path = base.resolve("store");
        try (Store made = Store.open(basics(path), BEFORE)) {
            UUID id = UUID.fromString(made.id());
            storeId = new StoreId(id.getMostSignificantBits(), id.getLeastSignificantBits());
            DamagedStore.fillQueue(made, SENT, OPEN);
            fillTopic(made);
        }
        List<String> all = new ArrayList<>(SENT);
        all.addAll(PUBLISHED);
        store = new DamagedStore(path, all);
    }

    private static void fillTopic(Store made) {
        Destination topic = made.topic("t");
        topic.subscribe(new SubscriptionOptions("early", true, "a"));
        Appender appender = topic.newAppender();
        for (int i = 0; i < TOPIC_MESSAGES; i++) {
            if (i == TOPIC_MESSAGES / 2) {
                topic.subscribe(new SubscriptionOptions("late", true, "b"));
            }
            String message = ("t" + i + ";").repeat(20);
            PUBLISHED.add(message);
            appender.append(text(message));
        }
    }

    @Test
    void shouldKeepEverythingOfAnUndamagedStore() {
        check(store.copyTo(directory.resolve("copy")), List.of());
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldSurviveAnyDamageToAnyFile() {
        long seed = Long.getLong("foliomq.damage.seed", System.nanoTime());
        System.out.println("damage: seed=" + seed + ", rounds=" + ROUNDS);
        Random random = new Random(seed);
        List<Path> files = store.files().stream()
                .filter(file -> !file.endsWith("store.mark") && !file.startsWith("members"))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            Path copy = store.copyTo(directory.resolve("copy"));
            List<Damage> damages = new ArrayList<>();
            int count = round % 4 == 3 ? 2 + random.nextInt(3) : 1;
            for (int i = 0; i < count; i++) {
                Path file = files.get(random.nextInt(files.size()));
                if (damages.stream().noneMatch(damage -> damage.file().equals(file))) {
                    damages.add(DamagedStore.damage(copy, file, random));
                }
            }
            reported.clear();
            try {
                check(copy, damages);
            } catch (Throwable t) {
                throw new AssertionError(
                        "seed=" + seed + ", round=" + round + ", damages=" + damages + ", reported=" + reported, t);
            }
            RepairScope.deleteTree(copy);
        }
    }

    /** It opens, delivers what no damage touched and nothing else, counts right, and goes on. */
    private void check(Path copy, List<Damage> damages) {
        try (Store opened = Store.open(options(copy), AFTER)) {
            Set<String> lost = checkQueue(opened, damages);
            checkTopic(opened, damages);
            // A slot has no checksum: a bit of it can make a message settled, and nobody notices.
            boolean noticeable = damages.stream()
                    .noneMatch(damage -> damage.what().equals("bit flip")
                            && damage.file().toString().endsWith(".ledger"));
            if (!lost.isEmpty() && noticeable) {
                assertThat(reported).as("reports of what was lost").isNotEmpty();
            }
        }
        int reports = reported.size();
        try (Store opened = Store.open(options(copy), AFTER)) {
            assertThat(opened.queue("q").subscription().depth()).isZero();
        }
        assertThat(reported).as("reports under the same boot").hasSize(reports);
    }

    private Set<String> checkQueue(Store opened, List<Damage> damages) {
        Subscription queue = opened.queue("q").subscription();
        long depth = queue.depth();
        List<String> got = drain(queue);
        Set<String> all = new HashSet<>(SENT);
        all.add(DamagedStore.LARGE);
        assertThat(got).doesNotHaveDuplicates().isSubsetOf(all);
        assertThat(depth).as("depth").isEqualTo(got.size());
        Set<String> missing = new HashSet<>(OPEN);
        missing.removeAll(got);
        Set<String> again = new HashSet<>(got);
        again.removeAll(OPEN);
        if (damages.size() <= 1) {
            Set<String> slots = slotsTouched(damages);
            Set<String> mayBeLost = new HashSet<>(store.touched(damages));
            mayBeLost.addAll(slots);
            if (damages.stream().anyMatch(d -> d.file().toString().matches(".*log/(p4/.*cq4|large/.*)"))) {
                mayBeLost.add(DamagedStore.LARGE);
            }
            assertThat(heads(missing)).as("lost").isSubsetOf(heads(mayBeLost));
            assertThat(heads(again)).as("delivered again").isSubsetOf(heads(slots));
        }
        goOn(opened.queue("q"));
        return missing;
    }

    private static Set<String> heads(Set<String> messages) {
        Set<String> heads = new HashSet<>();
        messages.forEach(message -> heads.add(message.substring(0, message.indexOf(';'))));
        return heads;
    }

    /** Messages whose slot is in a damaged part of a ledger file, or whose whole ledger file is not to be trusted. */
    private static Set<String> slotsTouched(List<Damage> damages) {
        Set<String> touched = new HashSet<>();
        for (Damage damage : damages) {
            String file = damage.file().toString();
            if (file.endsWith(".ledger") && file.startsWith("queues")) {
                // Which record has which slot is the engine's business: any of the lane may be touched.
                touched.addAll(SENT);
            }
        }
        return touched;
    }

    private void checkTopic(Store opened, List<Damage> damages) {
        Destination topic = opened.topic("t");
        for (String name : List.of("early", "late")) {
            boolean dropped = damages.stream()
                    .anyMatch(damage -> damage.what().equals("deleted")
                            && damage.file().toString().matches(".*" + name + "/(subscription|text)"));
            if (dropped) {
                // With its text damaged as well it is there all the same.
                topic.subscription(name).ifPresent(PowerLossRepairTest::drain);
                continue;
            }
            Subscription subscription = topic.subscription(name).orElseThrow();
            List<String> got = drain(subscription);
            assertThat(got).doesNotHaveDuplicates().isSubsetOf(PUBLISHED);
            if (damages.size() <= 1) {
                List<String> expected = new ArrayList<>(
                        name.equals("early") ? PUBLISHED : PUBLISHED.subList(TOPIC_MESSAGES / 2, TOPIC_MESSAGES));
                expected.removeAll(store.touched(damages));
                if (damages.stream()
                        .noneMatch(damage -> damage.file().toString().endsWith(".ledger"))) {
                    assertThat(got).containsAll(expected);
                }
            }
        }
        if (topic.subscriptions().size() == 2) {
            goOn(topic);
        }
    }

    private void goOn(Destination destination) {
        destination.newAppender().append(text("new1;"));
        destination.newAppender().append(text("new2;").priority(1));
        for (Subscription subscription : destination.subscriptions()) {
            assertThat(subscription.depth()).isEqualTo(2);
            assertThat(drain(subscription)).containsExactly("new1;", "new2;");
            assertThat(subscription.depth()).isZero();
            assertThat(subscription.bytes()).isZero();
        }
    }

    private static List<String> drain(Subscription subscription) {
        List<String> texts = new ArrayList<>();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                texts.add(text(delivery.record()));
                tailer.acknowledge(delivery.lease());
            }
        }
        return texts;
    }

    @Test
    void shouldDeleteKeptSegmentsWhenTheyAreSettled() {
        Path copy = store.copyTo(directory.resolve("copy"));
        try (Store opened = Store.open(options(copy), AFTER)) {
            drain(opened.queue("q").subscription());
            opened.queue("q").newAppender().append(text("next;"));
            assertThat(drain(opened.queue("q").subscription())).containsExactly("next;");
            await().untilAsserted(() ->
                    assertThat(list(copy.resolve("queues/q/log/p4"))).noneMatch(name -> name.endsWith(".kept")));
        }
    }

    private static List<String> list(Path path) {
        return RepairScope.list(path).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void shouldNotGiveASequenceAgain() throws IOException {
        Path copy = store.copyTo(directory.resolve("copy"));
        long appended;
        try (Store opened = Store.open(options(copy), BEFORE)) {
            appended = opened.queue("q").appended();
        }
        List<Path> segments = store.files().stream()
                .filter(file -> file.startsWith("queues") && file.toString().endsWith(".cq4"))
                .toList();
        for (Path segment : segments) {
            Files.delete(copy.resolve(segment));
        }
        try (Store opened = Store.open(options(copy), AFTER)) {
            assertThat(opened.queue("q").appended()).isGreaterThanOrEqualTo(appended);
            assertThat(opened.queue("q").subscription().depth()).isZero();
            goOn(opened.queue("q"));
        }
        assertThat(reported).anyMatch(e -> e.getMessage().startsWith("records are gone"));
    }

    @Test
    void shouldCompleteACommittedTransaction() {
        Path copy = store.copyTo(directory.resolve("copy"));
        String settled = writeTransaction(copy, text("committed;"));
        try (Store opened = Store.open(options(copy), AFTER)) {
            List<String> got = drain(opened.queue("q").subscription());
            assertThat(heads(new HashSet<>(got))).doesNotContain(settled).contains("committed");
            assertThat(Collections.frequency(got, "committed;")).isEqualTo(1);
        }
        assertThat(list(copy.resolve("transactions"))).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldNotAppendTwiceWhatACommittedTransactionHadAppended() {
        Path copy = store.copyTo(directory.resolve("copy"));
        Record record = text("committed;");
        record.transaction(REFERENCE);
        try (Store opened = Store.open(options(copy), BEFORE)) {
            opened.queue("q").newAppender().append(record);
        }
        record.transaction(REFERENCE);
        writeTransaction(copy, record);
        try (Store opened = Store.open(options(copy), AFTER)) {
            List<String> got = drain(opened.queue("q").subscription());
            assertThat(Collections.frequency(got, "committed;")).isEqualTo(1);
        }
    }

    @Test
    void shouldDropATornTransaction() throws IOException {
        Path copy = store.copyTo(directory.resolve("copy"));
        String settled = writeTransaction(copy, text("committed;"));
        Path file = copy.resolve("transactions/1-1.tx");
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.seek(DamagedStore.PAGE + 60);
            torn.write(0x55);
        }
        try (Store opened = Store.open(options(copy), AFTER)) {
            List<String> got = drain(opened.queue("q").subscription());
            assertThat(heads(new HashSet<>(got))).contains(settled).doesNotContain("committed");
        }
        assertThat(reported).anyMatch(e -> e.getMessage().startsWith("transaction is corrupt"));
        assertThat(file).doesNotExist();
    }

    private static final long REFERENCE = 0x7777_0001L;

    /** A committed transaction that appends the record and settles the lane's first record that is open; returns that one. */
    private static String writeTransaction(Path copy, Record record) {
        Operations operations = new Operations();
        record.transaction(REFERENCE);
        operations.append(bytes("queues/q"), 4, 0, record.bytes(), record.length());
        List<String> lane = IntStream.range(0, SENT.size())
                .filter(i -> DamagedStore.priority(i) == 4)
                .mapToObj(SENT::get)
                .toList();
        String open = lane.stream().filter(OPEN::contains).findFirst().orElseThrow();
        long sequence = lane.indexOf(open);
        operations.settle(OperationType.ACKNOWLEDGE, bytes("queues/q/subscriptions/queue"), 4, sequence);
        try (TransactionFile file =
                TransactionFile.create(copy.resolve("transactions/1-1.tx"), Objects.requireNonNull(storeId), 1, 1)) {
            file.write(operations, REFERENCE, 0);
            file.commit();
        }
        return open.substring(0, open.indexOf(';'));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
