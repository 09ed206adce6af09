package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.DamagedStore.Damage;
import io.foliomq.engine.StoreCheck.Finding;
import io.foliomq.engine.StoreCheck.Kept;
import io.foliomq.engine.StoreCheck.Report;
import io.foliomq.engine.StoreCheck.Salvage;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.testing.Figures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages the files of a store in every way, looks at it and salvages it. {@code -Dfoliomq.check.rounds=N} does more of it, {@code -Dfoliomq.check.seed=S} the same again.
 */
class StoreCheckTest {
    private static final int ROUNDS = Integer.getInteger("foliomq.check.rounds", 40);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final List<String> OPEN = new ArrayList<>();
    private static final List<String> PUBLISHED = new ArrayList<>();

    @TempDir
    static Path base;

    private static DamagedStore store;

    @TempDir
    Path directory;

    private static StoreOptions options(Path path) {
        return StoreOptions.at(path)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withErrorHandler(unused -> {});
    }

    @BeforeAll
    static void makeStore() {
        Path path = base.resolve("store");
        List<String> all = new ArrayList<>();
        try (Store made = Store.open(options(path))) {
            made.users().add("ann", "secret");
            DamagedStore.fillQueue(made, all, OPEN);
            Destination topic = made.topic("t");
            topic.subscribe(new SubscriptionOptions("early", true, "a"));
            for (int i = 0; i < 60; i++) {
                PUBLISHED.add(("t" + i + ";").repeat(20));
                topic.newAppender().append(text(PUBLISHED.get(i)));
            }
            all.addAll(PUBLISHED);
            prepare(made);
        }
        store = new DamagedStore(path, all);
    }

    /** A transaction that a manager has still to decide about, with a lease. */
    private static void prepare(Store made) {
        made.queue("p").newAppender().append(text("held;"));
        try (Tailer tailer = made.queue("p").subscription().openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = made.newTransaction();
            transaction.acknowledge(tailer, tailer.poll().lease());
            transaction.append(made.queue("p"), text("coming;"));
            transaction.prepare(new BranchId(1, new byte[] {1}, new byte[] {2}));
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

    private static void forgetToCount(Path path, String queue) {
        overwrite(
                path.resolve("queues").resolve(queue).resolve("destination"),
                DestinationDescriptor.COUNT_OFFSET,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    @Test
    void shouldFindNothingInAQueueWhoseMakerDied() {
        Path path = directory.resolve("made");
        try (Store made = Store.open(options(path))) {
            made.queue("unused").subscription();
            made.queue("used").newAppender().append(text("m;"));
        }
        forgetToCount(path, "unused");
        assertThat(StoreCheck.verify(path).findings()).isEmpty();
        forgetToCount(path, "used");
        assertThat(StoreCheck.verify(path).findings()).hasSize(1);
    }

    private Path copy() {
        return store.copyTo(directory.resolve("copy"));
    }

    private static void overwrite(Path file, long at, int... bytes) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(at);
            for (int b : bytes) {
                out.write(b);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(length);
        }
    }

    private static List<Finding> findings(Path store) {
        return StoreCheck.verify(store).findings();
    }

    private static Map<Path, Long> checksums(Path root) throws IOException {
        Map<Path, Long> sums = new HashMap<>();
        for (Path path : RepairScope.list(root)) {
            if (Files.isDirectory(path)) {
                sums.putAll(checksums(path));
            } else if (Files.isRegularFile(path)) {
                CRC32C crc = new CRC32C();
                crc.update(Files.readAllBytes(path));
                sums.put(
                        path,
                        crc.getValue() << 32 | Files.getLastModifiedTime(path).toMillis() & 0xFFFF_FFFFL);
            }
        }
        return sums;
    }

    @Test
    void shouldFindNothingInAWholeStore() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve("transactions")
                .resolve(RepairScope.list(copy.resolve("transactions")).get(0).getFileName()));
        Path whole = store.copyTo(directory.resolve("whole"));
        Map<Path, Long> before = checksums(whole.resolve("queues"));
        Report report = StoreCheck.verify(whole);
        assertThat(report.findings()).isEmpty();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.records()).isEqualTo(DamagedStore.MESSAGES + 1 + 60 + 1);
        assertThat(report.inUse()).isFalse();
        assertThat(checksums(whole.resolve("queues"))).isEqualTo(before);
    }

    @Test
    void shouldFindNothingWhileOthersUseIt() {
        Path path = directory.resolve("busy");
        try (Store open = Store.open(options(path))) {
            for (int i = 0; i < 100; i++) {
                open.queue("q").newAppender().append(text("m" + i));
            }
            try (Tailer tailer = open.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                for (int i = 0; i < 50; i++) {
                    Delivery delivery = tailer.poll();
                    if (i % 2 == 0) {
                        tailer.acknowledge(delivery.lease());
                    }
                }
                Report report = StoreCheck.verify(path);
                assertThat(report.findings()).isEmpty();
                assertThat(report.inUse()).isTrue();
            }
            // Nobody lost a lock by it.
            assertThat(open.survey().members())
                    .singleElement()
                    .satisfies(member -> assertThat(member.alive()).isTrue());
            assertThatThrownBy(() -> StoreCheck.salvage(path, directory.resolve("new")))
                    .isInstanceOf(IllegalUseException.class)
                    .hasMessageContaining("store is in use");
        }
    }

    @Test
    void shouldNameFilePositionAndWhatWasExpectedOfARecord() {
        Path copy = copy();
        DamagedStore.Place place = store.place(OPEN.get(100));
        overwrite(copy.resolve(place.segment()), place.from() + 100, 0x5A);
        assertThat(findings(copy)).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(place.segment().toString());
            assertThat(finding.position()).isEqualTo(place.from() + 4);
            assertThat(finding.field()).startsWith("crc of sequence ");
            assertThat(finding.expected()).startsWith("0x");
            assertThat(finding.actual()).contains("0x").doesNotContain(finding.expected());
        });
    }

    @Test
    void shouldFindASlotThatWasSettledByNobody() throws IOException {
        Path copy = copy();
        Path ledger = RepairScope.list(copy.resolve("queues/q/subscriptions/queue")).stream()
                .filter(path -> path.getFileName().toString().startsWith("p4"))
                .findFirst()
                .orElseThrow();
        byte[] slots = Files.readAllBytes(ledger);
        int at = 64;
        while ((slots[at] & 7) != 0) {
            at += Long.BYTES;
        }
        overwrite(ledger, at, slots[at] | 2);
        assertThat(findings(copy)).singleElement().satisfies(finding -> {
            assertThat(finding.file()).endsWith("queue/subscription");
            assertThat(finding.field()).isEqualTo("settled");
        });
        overwrite(ledger, at, slots[at] | 7);
        assertThat(findings(copy))
                .anySatisfy(finding -> assertThat(finding.field()).startsWith("slot of sequence"));
        overwrite(ledger, at, slots[at] | 1);
        assertThat(findings(copy))
                .anySatisfy(finding -> assertThat(finding.field()).startsWith("lessee of sequence"));
    }

    @Test
    void shouldFindDamageToTheHeadOfAnyFileAndToItsLength() throws IOException {
        for (Path file : store.files()) {
            String name = file.toString();
            boolean ours = name.matches(
                    "store.mark|users|members/\\d+|.*\\.(positions|ledger|tx|body)|.*/(destination|lane|subscription|text)");
            if (!ours) {
                continue;
            }
            Path copy = copy();
            overwrite(copy.resolve(file), 56, 0xEE);
            assertThat(findings(copy))
                    .as("flipped in the header of %s", file)
                    .anySatisfy(finding -> assertThat(finding.file()).isEqualTo(name));
            RepairScope.deleteTree(copy);
            copy = copy();
            truncate(copy.resolve(file), 63);
            assertThat(findings(copy))
                    .as("cut %s", file)
                    .anySatisfy(finding -> assertThat(finding.file()).isEqualTo(name));
            RepairScope.deleteTree(copy);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS) // of many rounds; each has its own
    void shouldFindAndSalvageAroundAnyDamageToAnyFile() {
        long seed = Long.getLong("foliomq.check.seed", System.nanoTime());
        System.out.println("check: seed=" + seed + ", rounds=" + ROUNDS);
        Random random = new Random(seed);
        List<Path> files = store.files().stream()
                .filter(file -> !file.toString().endsWith(".lock"))
                .toList();
        Figures figures = new Figures("files damaged at random, verified, salvaged");
        for (int round = 0; round < ROUNDS; round++) {
            Path copy = copy();
            List<Damage> damages = new ArrayList<>();
            int count = round % 4 == 3 ? 2 + random.nextInt(3) : 1;
            for (int i = 0; i < count; i++) {
                Path file = files.get(random.nextInt(files.size()));
                if (damages.stream().noneMatch(damage -> damage.file().equals(file))
                        && copy.resolve(file).toFile().length() > 0) {
                    damages.add(DamagedStore.damage(copy, file, random));
                }
            }
            Path into = directory.resolve("salvaged");
            try {
                Assertions.assertTimeoutPreemptively(LONGEST, () -> check(copy, into, damages, figures));
            } catch (Throwable t) {
                throw new AssertionError("seed=" + seed + ", round=" + round + ", damages=" + damages, t);
            }
            RepairScope.deleteTree(copy);
            RepairScope.deleteTree(into);
        }
        figures.print();
    }

    /** What is lost was named by the check before and by the salvage after; everything else is there, in its order, once. */
    private void check(Path copy, Path into, List<Damage> damages, Figures figures) throws IOException {
        Map<Path, Long> before = checksums(copy.resolve("queues"));
        Report report = StoreCheck.verify(copy);
        Salvage salvage = StoreCheck.salvage(copy, into);
        assertThat(checksums(copy.resolve("queues"))).isEqualTo(before);
        assertThat(StoreCheck.verify(into).findings())
                .as("what was salvaged is whole")
                .isEmpty();
        List<String> expected = new ArrayList<>(OPEN);
        try (Store opened = Store.open(options(into))) {
            long depth = depth(opened, "q");
            List<String> got = drain(opened.queue("q").subscription());
            expected.removeAll(got);
            assertThat(got).doesNotHaveDuplicates();
            if (damages.stream().noneMatch(damage -> damage.file().toString().contains("destination"))) {
                assertThat(salvage.kept()).contains(new Kept(DestinationKind.QUEUE, "q", "", depth));
            }
            inOrder(got);
            Set<String> lost = new HashSet<>(expected);
            figures.add("damaged stores", 1)
                    .add("with findings", report.findings().isEmpty() ? 0 : 1)
                    .add("messages", OPEN.size())
                    .add("salvaged", got.size());
            if (!lost.isEmpty()) {
                assertThat(report.findings()).as("found before").isNotEmpty();
            }
            if (damages.size() == 1
                    && !damages.get(0).file().toString().matches(".*(ledger|large/.*|users|store.mark)")) {
                lost.removeAll(store.touched(damages));
                lost.removeIf(message -> damages.get(0).file().toString().matches(".*log/(p4/.*cq4|large/.*)")
                        && message.equals(DamagedStore.LARGE));
                assertThat(lost).as("lost without damage").isEmpty();
            }
        }
    }

    private static long depth(Store opened, String queue) {
        return opened.queue(queue).subscription().depth();
    }

    /** By the numbers at the head, in each priority. */
    private static void inOrder(List<String> got) {
        List<Integer> low = new ArrayList<>();
        for (String message : got) {
            if (!message.equals(DamagedStore.LARGE)) {
                int number = Integer.parseInt(message.substring(1, message.indexOf(';')));
                if (number % 50 != 0) {
                    low.add(number);
                }
            }
        }
        assertThat(low).isSorted();
    }

    @Test
    void shouldSalvageAWholeStoreAsItIs() {
        Path copy = copy();
        Path into = directory.resolve("new");
        Salvage salvage = StoreCheck.salvage(copy, into);
        assertThat(salvage.dropped()).isEmpty();
        assertThat(salvage.kept())
                .contains(
                        new Kept(DestinationKind.QUEUE, "q", "", OPEN.size()),
                        new Kept(DestinationKind.TOPIC, "t", "early", 60));
        try (Store opened = Store.open(options(into))) {
            assertThat(drain(opened.queue("q").subscription())).containsExactlyElementsOf(OPEN);
            assertThat(drain(opened.topic("t").subscription("early").orElseThrow()))
                    .containsExactlyElementsOf(PUBLISHED);
            assertThat(opened.users().names()).containsExactly("ann");
            assertThat(opened.prepared()).hasSize(1);
            opened.rollbackPrepared(new BranchId(1, new byte[] {1}, new byte[] {2}));
            assertThat(drain(opened.queue("p").subscription())).containsExactly("held;");
        }
    }

    @Test
    void shouldSalvageAStoreThatDoesNotOpen() throws IOException {
        Path copy = copy();
        truncate(copy.resolve("store.mark"), 10);
        assertThatThrownBy(() -> Store.open(options(copy))).isInstanceOf(StoreFormatException.class);
        assertThat(findings(copy))
                .anySatisfy(finding -> assertThat(finding.file()).isEqualTo("store.mark"));
        Salvage salvage = StoreCheck.salvage(copy, directory.resolve("new"));
        assertThat(salvage.dropped()).singleElement().asString().contains("store.mark is damaged");
        try (Store opened = Store.open(options(directory.resolve("new")))) {
            assertThat(drain(opened.queue("q").subscription())).containsExactlyElementsOf(OPEN);
            assertThat(opened.incarnation()).isGreaterThan(1 << 29);
        }
    }

    @Test
    void shouldSalvageIntoAnEmptyDirectoryOnly() throws IOException {
        Path copy = copy();
        Files.createDirectories(directory.resolve("new/something"));
        assertThatThrownBy(() -> StoreCheck.salvage(copy, directory.resolve("new")))
                .isInstanceOf(IllegalUseException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> StoreCheck.salvage(directory.resolve("none"), directory.resolve("other")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no store here");
    }

    @Test
    void shouldSayThatNoStoreIsThere() throws IOException {
        Files.createDirectories(directory.resolve("empty"));
        assertThat(findings(directory.resolve("empty"))).isNotEmpty();
        assertThatThrownBy(() -> StoreCheck.verify(directory.resolve("none"))).isInstanceOf(EngineException.class);
    }
}
