package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;

/**
 * A store with every kind of file and of record in it, as a process leaves it that is killed: how it is made, packed and read. Packed, a file is its bytes up to the last that is not 0; its length is in the name.
 */
final class GoldenStore {
    static final String QUEUE = "orders/täglich";
    static final String TOPIC = "news";
    static final String SUBSCRIPTION = "archive";
    static final String TARGET = "out";
    static final String GROUPED = "grouped";
    static final String UNFINISHED = "unfinished";
    static final String PINNED = "pinned";
    static final List<String> PINNING = List.of("left", "right");
    static final BranchId BRANCH = new BranchId(4711, new byte[] {1, 2, 3}, new byte[] {4});
    static final String USER = "ann";
    static final int LARGE = 300_000;
    static final int UNFINISHED_RECORDS = 15;
    private static final int UNFINISHED_BYTES = 100_000;
    private static final long FAR = 4_000_000_000_000L;
    private static final int PINNED_RECORDS = 1_200;
    private static final int PINNED_BYTES = 2_000;
    private static final int PINNED_FIRST = 10_000;
    /** Each subscription keeps one of so many, and not the same as the other. */
    private static final int PINNED_OF = 100;

    private static final int PINNED_LARGE = 120;
    private static final int LONGEST_HOLE_WAIT_SECONDS = 60;

    private static final int PAGE = 4096;

    private GoldenStore() {}

    static StoreOptions options(Path directory) {
        return StoreOptions.at(directory).withSegmentBytes(1 << 20).withSegmentRecords(1 << 10);
    }

    /** The number of each message is its first four bytes. */
    private static Record record(int number, int length) {
        Record record = new Record().payloadLength(length);
        for (int i = Integer.BYTES; i < length; i++) {
            record.buffer().putByte(record.payloadOffset() + i, (byte) (number + i / 1000));
        }
        record.buffer().putInt(record.payloadOffset(), number);
        return record;
    }

    /** Makes the store, and packs it while it is attached, a commit is unfinished, and leases are open. */
    static void write(Path directory, Path zip) throws IOException {
        Path obstacle = directory.resolve("queues/" + UNFINISHED + "/log/p4/19700101-0010V.precreated");
        try (Store store = Store.open(options(directory).withErrorHandler(ignored -> {}))) {
            fillQueue(store);
            Destination topic = store.topic(TOPIC);
            topic.subscribe(new SubscriptionOptions(SUBSCRIPTION, true, "selector"));
            topic.newAppender().append(record(50, 100));
            store.newTemporary(DestinationKind.QUEUE);
            store.users().add(USER, "secret");
            store.reserve("client");
            prepare(store);
            fillGroup(store);
            pin(store);
            Files.createDirectories(obstacle);
            Transaction unfinished = store.newTransaction();
            for (int i = 0; i < UNFINISHED_RECORDS; i++) {
                unfinished.append(store.queue(UNFINISHED), record(100 + i, UNFINISHED_BYTES));
            }
            try {
                unfinished.commit();
            } catch (CommitUnfinishedException expected) {
                pack(directory, zip);
            }
            Files.delete(obstacle);
        }
    }

    /** 0 acknowledged, 1 discarded, 2 leased, 3 deferred after a release, 4 ready, 5 large, 6 of high priority, 7 delayed, 8 expired by now, and then 9 in the second segment. */
    private static void fillQueue(Store store) {
        Destination queue = store.queue(QUEUE);
        queue.limits(new Limits(1_000_000, 1L << 40, OverflowPolicy.FAIL, 0));
        Appender appender = queue.newAppender();
        for (int number = 0; number < 5; number++) {
            appender.append(record(number, 100));
        }
        Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT);
        tailer.acknowledge(poll(tailer).lease());
        tailer.discard(poll(tailer).lease());
        poll(tailer);
        tailer.release(poll(tailer).lease(), true, FAR);
        appender.append(record(5, LARGE));
        appender.append(record(6, 100).priority(9));
        appender.append(record(7, 100).deliverAt(FAR));
        appender.append(record(8, 100).expiration(1));
        for (int i = 0; i < 11; i++) {
            appender.append(record(1_000 + i, UNFINISHED_BYTES));
        }
        appender.append(record(9, 100));
    }

    /** A tailer has the group, and one of its two messages. */
    private static void fillGroup(Store store) {
        Destination grouped = store.queue(GROUPED);
        for (int number = 70; number < 72; number++) {
            grouped.newAppender().append(record(number, 100).group(7, false));
        }
        poll(grouped.subscription().openTailer(TailerOptions.DEFAULT));
    }

    /** A message that is taken and moved by a branch that nobody has decided about. */
    private static void prepare(Store store) {
        store.queue("in").newAppender().append(record(60, 100));
        Tailer tailer = store.queue("in").subscription().openTailer(TailerOptions.DEFAULT);
        Transaction transaction = store.newTransaction();
        transaction.acknowledge(tailer, poll(tailer).lease());
        transaction.append(store.queue(TARGET), record(61, 100));
        transaction.prepare(BRANCH);
    }

    /** Segments with holes: of what lies between the few messages that two subscriptions keep, and in the first of them the body of a large one is gone. */
    private static void pin(Store store) {
        Destination pinned = store.topic(PINNED);
        for (String name : PINNING) {
            pinned.subscribe(new SubscriptionOptions(name, true, ""));
        }
        for (int i = 0; i < PINNED_RECORDS; i++) {
            pinned.newAppender().append(record(PINNED_FIRST + i, i == PINNED_LARGE ? LARGE : PINNED_BYTES));
        }
        for (String name : PINNING) {
            List<Long> kept = new ArrayList<>();
            try (Tailer tailer = pinned.subscription(name).orElseThrow().openTailer(TailerOptions.DEFAULT)) {
                for (int i = 0; i < PINNED_RECORDS; i++) {
                    Delivery delivery = poll(tailer);
                    if (keeps(name, i)) {
                        kept.add(delivery.lease());
                    } else {
                        tailer.acknowledge(delivery.lease());
                    }
                }
                kept.forEach(lease -> tailer.release(lease, true, 0));
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(LONGEST_HOLE_WAIT_SECONDS))
                .until(() -> store.survey().segments(pinned).stream()
                        .filter(segment -> !segment.current())
                        .allMatch(
                                segment -> segment.diskBytes() < PINNED_BYTES * (segment.end() - segment.first()) / 2));
    }

    private static boolean keeps(String subscription, int record) {
        return record % PINNED_OF == PINNED_OF / 2 * PINNING.indexOf(subscription);
    }

    private static Delivery poll(Tailer tailer) {
        return Objects.requireNonNull(tailer.poll());
    }

    private static void pack(Path directory, Path zip) throws IOException {
        Files.createDirectories(zip.getParent());
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream target = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted().toList()) {
                boolean socket = path.toString().endsWith(".bell");
                if (Files.isRegularFile(path) && !socket) {
                    pack(path, directory.relativize(path) + "@" + Files.size(path), target);
                }
            }
        }
    }

    private static void pack(Path path, String name, ZipOutputStream target) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(file.length(), 4 << 20)];
            file.readFully(bytes);
            int used = bytes.length;
            while (used > 0 && bytes[used - 1] == 0) {
                used--;
            }
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            target.putNextEntry(entry);
            target.write(bytes, 0, used);
            target.closeEntry();
        }
    }

    /** Where a file has pages of zeros it gets a hole, or zeros. */
    enum Pages {
        AS_HOLES,
        AS_ZEROS
    }

    static void unpack(InputStream zip, Path directory, Pages pages) throws IOException {
        try (ZipInputStream source = new ZipInputStream(zip, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
                int at = entry.getName().lastIndexOf('@');
                Path path = directory.resolve(entry.getName().substring(0, at));
                Files.createDirectories(path.getParent());
                byte[] bytes = source.readAllBytes();
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    for (int page = 0; page < bytes.length; page += PAGE) {
                        int length = Math.min(PAGE, bytes.length - page);
                        if (pages == Pages.AS_ZEROS || !isZero(bytes, page, length)) {
                            file.seek(page);
                            file.write(bytes, page, length);
                        }
                    }
                    file.setLength(Long.parseLong(entry.getName().substring(at + 1)));
                }
            }
        }
        Files.createDirectories(directory.resolve("trash"));
    }

    private static boolean isZero(byte[] bytes, int from, int length) {
        return Arrays.mismatch(bytes, from, from + length, new byte[length], 0, length) < 0;
    }

    /** By segment that has some, in order, how many whole pages of zeros lie between others. */
    static List<Integer> holes(Path store) throws IOException {
        List<Integer> holes = new ArrayList<>();
        try (Stream<Path> files = Files.list(store.resolve("topics/" + PINNED + "/log/p4"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".cq4"))
                    .sorted()
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int pages = 0;
                int zeros = 0;
                for (int page = 0; page < bytes.length; page += PAGE) {
                    boolean zero = isZero(bytes, page, Math.min(PAGE, bytes.length - page));
                    pages += zero ? 0 : zeros;
                    zeros = zero ? zeros + 1 : 0;
                }
                holes.add(pages);
            }
        }
        return holes;
    }

    /** Everything in it is as it was sent, and in the state that it was in. */
    static void verify(Store store) {
        Destination queue = store.queue(QUEUE);
        assertThat(queue.limits()).isEqualTo(new Limits(1_000_000, 1L << 40, OverflowPolicy.FAIL, 0));
        // Number, bytes, and which delivery of it.
        assertThat(drain(queue.subscription()))
                .startsWith("6 100 1", "2 100 2", "4 100 1", "5 300000 1")
                .endsWith("9 100 1")
                .hasSize(5 + 11);
        // What is due in a hundred years.
        assertThat(queue.subscription().depth()).isEqualTo(2);
        Subscription archive = store.topic(TOPIC).subscription(SUBSCRIPTION).orElseThrow();
        assertThat(archive.attributes()).isEqualTo("selector");
        assertThat(archive.isDurable()).isTrue();
        assertThat(drain(archive)).containsExactly("50 100 1");
        assertThat(drain(store.queue(UNFINISHED).subscription()))
                .hasSize(UNFINISHED_RECORDS)
                .startsWith("100 100000 1")
                .endsWith("114 100000 1");
        assertThat(drain(store.queue(GROUPED).subscription())).containsExactly("70 100 2", "71 100 1");
        for (String name : PINNING) {
            Subscription subscription = store.topic(PINNED).subscription(name).orElseThrow();
            List<String> left = IntStream.range(0, PINNED_RECORDS)
                    .filter(record -> keeps(name, record))
                    .mapToObj(record -> PINNED_FIRST + record + " " + PINNED_BYTES + " 2")
                    .toList();
            assertThat(subscription.depth()).isEqualTo(left.size());
            assertThat(drain(subscription)).isEqualTo(left);
            assertThat(subscription.depth()).isZero();
            assertThat(subscription.bytes()).isZero();
        }
        assertThat(store.users().names()).containsExactly(USER);
        assertThat(store.prepared()).extracting(PreparedTransaction::branch).containsExactly(BRANCH);
        assertThat(drain(store.queue(TARGET).subscription())).isEmpty();
        store.commitPrepared(BRANCH);
        assertThat(drain(store.queue(TARGET).subscription())).containsExactly("61 100 1");
        assertThat(store.queue("in").subscription().depth()).isZero();
    }

    private static List<String> drain(Subscription subscription) {
        List<String> found = new ArrayList<>();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            for (Delivery delivery = tailer.poll(); delivery != null; delivery = tailer.poll()) {
                RecordView view = delivery.record();
                byte[] bytes = new byte[view.payloadLength()];
                view.buffer().getBytes(view.payloadOffset(), bytes);
                int number = view.buffer().getInt(view.payloadOffset());
                Record sent = record(number, bytes.length);
                byte[] expected =
                        Arrays.copyOfRange(sent.bytes(), sent.payloadOffset(), sent.payloadOffset() + bytes.length);
                assertThat(Arrays.equals(bytes, expected))
                        .as("bytes of " + number)
                        .isTrue();
                found.add(number + " " + bytes.length + " " + delivery.deliveryCount());
                tailer.acknowledge(delivery.lease());
            }
        }
        return found;
    }
}
