package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Survey.KeptSegment;
import io.foliomq.engine.storage.BootId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that a few messages keep give back what the others took, and nobody notices but the disk. */
class PunchedSegmentsTest {
    private static final int SEGMENT = 1 << 20;
    private static final int MESSAGES = 6_000;
    /** Every so many is stuck. */
    private static final int STUCK_OF = 100;

    private static final int ATTEMPTS = 3;
    private static final String QUEUE = "q";
    /** Around each stuck message two pages at most, and what is not worth a hole. */
    private static final long LEAST_LEFT = (1L + MESSAGES / STUCK_OF) * 4 * 4096;

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private StoreOptions options() {
        return options(directory.resolve("store"));
    }

    private StoreOptions options(Path store) {
        return StoreOptions.at(store)
                .withSegmentBytes(SEGMENT)
                .withDiskReserveBytes(0)
                .withErrorHandler(reported::add);
    }

    private static String text(int number) {
        return (number + ";").repeat(100 + number % 200);
    }

    private static void append(Destination destination, int from, int to) {
        Appender appender = destination.newAppender();
        Record record = new Record();
        for (int number = from; number < to; number++) {
            byte[] bytes = text(number).getBytes(StandardCharsets.UTF_8);
            record.clear().payloadLength(bytes.length);
            record.buffer().putBytes(record.payloadOffset(), bytes);
            appender.append(record);
        }
    }

    private static int number(RecordView view) {
        byte[] bytes = new byte[view.payloadLength()];
        view.buffer().getBytes(view.payloadOffset(), bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int number = Integer.parseInt(text.substring(0, text.indexOf(';')));
        assertThat(text).isEqualTo(text(number));
        return number;
    }

    /** Takes what is there; releases, counted, what is stuck, and acknowledges the rest. */
    private static void work(Tailer tailer, int messages, int stuckOf) {
        List<Long> stuck = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Delivery delivery = Objects.requireNonNull(tailer.poll());
            if (number(delivery.record()) % stuckOf == 0) {
                stuck.add(delivery.lease());
            } else {
                tailer.acknowledge(delivery.lease());
            }
        }
        stuck.forEach(lease -> tailer.release(lease, true, 0));
    }

    /** Works through messages, most of which it acknowledges, and comes back to the others until they were delivered some times. */
    private void fill(Store store) {
        Destination queue = store.queue(QUEUE);
        append(queue, 0, MESSAGES);
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            work(tailer, MESSAGES, STUCK_OF);
            for (int i = 1; i < ATTEMPTS; i++) {
                work(tailer, MESSAGES / STUCK_OF, STUCK_OF);
            }
        }
    }

    private static long closedBytes(Store store, Destination destination) {
        return store.survey().segments(destination).stream()
                .filter(segment -> !segment.current())
                .mapToLong(KeptSegment::diskBytes)
                .sum();
    }

    private static void awaitClosedBytesBelow(Store store, Destination destination, long bytes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(closedBytes(store, destination)).isLessThan(bytes));
    }

    private void fillAndAwaitHoles(Store store) {
        fill(store);
        assertThat(store.survey().segments(store.queue(QUEUE))).hasSizeGreaterThan(3);
        awaitClosedBytesBelow(store, store.queue(QUEUE), LEAST_LEFT);
    }

    private static List<Integer> stuck() {
        return Stream.iterate(0, number -> number < MESSAGES, number -> number + STUCK_OF)
                .toList();
    }

    private static void assertDeliversWhatIsStuck(Store store, int deliveries) {
        Subscription subscription = store.queue(QUEUE).subscription();
        assertThat(subscription.depth()).isEqualTo(MESSAGES / STUCK_OF);
        List<Integer> browsed = new ArrayList<>();
        try (Browser browser = subscription.browse(null)) {
            RecordView view;
            while ((view = browser.next()) != null) {
                browsed.add(number(view));
            }
        }
        assertThat(browsed).isEqualTo(stuck());
        List<Integer> got = new ArrayList<>();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                got.add(number(delivery.record()));
                assertThat(delivery.deliveryCount()).isEqualTo(deliveries);
                tailer.acknowledge(delivery.lease());
            }
        }
        assertThat(got).isEqualTo(stuck());
        assertThat(subscription.depth()).isZero();
        assertThat(subscription.bytes()).isZero();
    }

    @Test
    void shouldTakeTheDiskOfWhatIsLive() {
        try (Store store = Store.open(options())) {
            fillAndAwaitHoles(store);
            assertDeliversWhatIsStuck(store, ATTEMPTS + 1);
            Awaitility.await()
                    .until(() -> store.survey().segments(store.queue(QUEUE)).size() == 1);
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldGiveBackMoreAsMoreIsSettled() {
        try (Store store = Store.open(options())) {
            Destination queue = store.queue(QUEUE);
            append(queue, 0, MESSAGES);
            long whole = closedBytes(store, queue);
            List<Long> late = new ArrayList<>();
            try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                for (int i = 0; i < MESSAGES; i++) {
                    Delivery delivery = Objects.requireNonNull(tailer.poll());
                    if (i % STUCK_OF >= STUCK_OF / 2 || i == 0) {
                        late.add(delivery.lease());
                    } else {
                        tailer.acknowledge(delivery.lease());
                    }
                }
                awaitClosedBytesBelow(store, queue, whole * 2 / 3);
                assertThat(closedBytes(store, queue)).isGreaterThan(whole / 3);
                // By a consumer that has long been elsewhere; it says so before it waits.
                late.subList(1, late.size()).forEach(tailer::acknowledge);
                assertThat(tailer.poll(1)).isNull();
                awaitClosedBytesBelow(store, queue, SEGMENT / 2);
                tailer.acknowledge(late.get(0));
            }
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldKeepWhatOneSubscriptionOfSeveralWants() {
        try (Store store = Store.open(options())) {
            Destination topic = store.topic("t");
            Subscription slow = topic.subscribe(new SubscriptionOptions("slow", true, ""));
            Subscription fast = topic.subscribe(new SubscriptionOptions("fast", true, ""));
            append(topic, 0, MESSAGES);
            long whole = closedBytes(store, topic);
            try (Tailer tailer = fast.openTailer(TailerOptions.DEFAULT);
                    Tailer other = slow.openTailer(TailerOptions.DEFAULT)) {
                work(tailer, MESSAGES, STUCK_OF);
                work(other, MESSAGES / 2, STUCK_OF);
                awaitClosedBytesBelow(store, topic, whole * 2 / 3);
            }
            Map<Integer, Integer> got = new TreeMap<>();
            try (Tailer other = slow.openTailer(TailerOptions.DEFAULT)) {
                Delivery delivery;
                while ((delivery = other.poll()) != null) {
                    got.merge(number(delivery.record()), 1, Integer::sum);
                    other.acknowledge(delivery.lease());
                }
            }
            Map<Integer, Integer> expected = new TreeMap<>();
            for (int number = 0; number < MESSAGES; number++) {
                if (number >= MESSAGES / 2 || number % STUCK_OF == 0) {
                    expected.put(number, 1);
                }
            }
            assertThat(got).isEqualTo(expected);
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldBeWholeForTheCheckAndForTheNextBoot() throws IOException {
        try (Store store = Store.open(options())) {
            fillAndAwaitHoles(store);
        }
        assertThat(StoreCheck.verify(options().directory()).findings()).isEmpty();
        Path copy = directory.resolve("salvaged");
        assertThat(StoreCheck.salvage(options().directory(), copy).dropped()).isEmpty();
        try (Store salvaged = Store.open(options(copy))) {
            assertDeliversWhatIsStuck(salvaged, ATTEMPTS + 1);
        }
        try (Store store = Store.open(options(), new BootId(7, 7))) {
            awaitClosedBytesBelow(store, store.queue(QUEUE), LEAST_LEFT);
            assertDeliversWhatIsStuck(store, ATTEMPTS + 1);
        }
        assertThat(reported).as("nothing was lost").isEmpty();
    }

    /** Positions, and the lane's table of segments, are what leads over holes; the records do without. */
    @Test
    void shouldFindWhatLiesBehindHolesWithoutPositions() throws IOException {
        try (Store store = Store.open(options())) {
            fillAndAwaitHoles(store);
        }
        Path lane = options().directory().resolve("queues").resolve(QUEUE).resolve("log/p4");
        try (Stream<Path> files = Files.list(lane)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".positions")).toList()) {
                Files.delete(file);
            }
        }
        try (Store store = Store.open(options(), new BootId(7, 7))) {
            assertDeliversWhatIsStuck(store, ATTEMPTS + 1);
        }
    }

    @Test
    void shouldNameAHoleInWhatIsNotSettled() throws IOException {
        try (Store store = Store.open(options())) {
            append(store.queue(QUEUE), 0, MESSAGES);
        }
        Path segment;
        try (Stream<Path> files = Files.list(
                options().directory().resolve("queues").resolve(QUEUE).resolve("log/p4"))) {
            segment = files.filter(path -> path.toString().endsWith(".cq4"))
                    .min(Path::compareTo)
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(40 * 4096);
            file.write(new byte[4 * 4096]);
        }
        assertThat(StoreCheck.verify(options().directory()).findings())
                .hasSizeGreaterThan(10)
                .allSatisfy(finding -> {
                    assertThat(finding.file()).endsWith(".cq4");
                    assertThat(finding.field()).matches("(frame|crc) of sequence \\d+");
                });
        StoreCheck.Salvage salvage = StoreCheck.salvage(options().directory(), directory.resolve("salvaged"));
        assertThat(salvage.dropped()).singleElement().asString().contains("records are gone");
    }

    /** A reader may come to a record at the moment in which it is settled and given back by another. */
    @Test
    void shouldTakeForSettledWhatGoesUnderAReader() {
        try (Store store = Store.open(options())) {
            Destination queue = store.queue(QUEUE);
            StoredSubscription subscription = (StoredSubscription) queue.subscription();
            append(queue, 0, MESSAGES);
            int middle = MESSAGES / 4;
            try (LanePlace place =
                            new LanePlace(4, subscription.destination().lanes().lane(4), subscription.ledger());
                    RecordReader reader =
                            new RecordReader(subscription.destination().largeBodies());
                    Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                assertThat(place.moveTo(middle)).isTrue();
                RecordView view = new RecordView();
                TailerEnvironment environment = subscription.destination().tailerEnvironment();
                assertThat(reader.tryRead(place, middle, view, environment)).isPositive();
                assertThat(number(view)).isEqualTo(middle);
                long segments = store.survey().segments(queue).size();
                work(tailer, MESSAGES, STUCK_OF);
                awaitClosedBytesBelow(store, queue, LEAST_LEFT);
                assertThat(store.survey().segments(queue)).hasSize((int) segments);
                int gone = 0;
                for (int number = middle; number < middle + STUCK_OF; number++) {
                    if (reader.tryRead(place, number, view, environment) < 0) {
                        gone++;
                    } else {
                        assertThat(number(view)).isEqualTo(number);
                    }
                }
                assertThat(gone).isGreaterThan(STUCK_OF / 2);
            }
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldDeleteLargeBodiesOfWhatIsSettled() throws IOException {
        byte[] large = new byte[SEGMENT / 4];
        try (Store store = Store.open(options())) {
            Destination queue = store.queue(QUEUE);
            Record record = new Record();
            for (int i = 0; i < 40; i++) {
                large[0] = (byte) i;
                record.clear().payloadLength(large.length);
                record.buffer().putBytes(record.payloadOffset(), large);
                queue.newAppender().append(record);
            }
            try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                List<Long> kept = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    Delivery delivery = Objects.requireNonNull(tailer.poll());
                    if (i % 10 == 0) {
                        kept.add(delivery.lease());
                    } else {
                        tailer.acknowledge(delivery.lease());
                    }
                }
                // Those of the current segment stay.
                long current = store.survey().segments(queue).stream()
                        .filter(KeptSegment::current)
                        .mapToLong(segment -> segment.end() - segment.first())
                        .sum();
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> bodies() <= 4 + current);
                kept.forEach(lease -> tailer.release(lease, false, 0));
                List<Long> again = new ArrayList<>();
                for (int i = 0; i < 40; i += 10) {
                    Delivery delivery = Objects.requireNonNull(tailer.poll());
                    assertThat(delivery.record().payloadLength()).isEqualTo(large.length);
                    assertThat(delivery.record()
                                    .buffer()
                                    .getByte(delivery.record().payloadOffset()))
                            .isEqualTo((byte) i);
                    again.add(delivery.lease());
                }
                again.forEach(lease -> tailer.release(lease, false, 0));
            }
        }
        assertThat(StoreCheck.verify(options().directory()).findings()).isEmpty();
        assertThat(reported).isEmpty();
    }

    private long bodies() throws IOException {
        try (Stream<Path> files = Files.list(
                options().directory().resolve("queues").resolve(QUEUE).resolve("log/large"))) {
            return files.filter(path -> path.toString().endsWith(".body")).count();
        }
    }
}
