package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueContractTest {
    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(options());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withClock(clock::get)
                .withErrorHandler(e -> {
                    throw new AssertionError(e);
                });
    }

    private void send(String queue, String... texts) {
        Appender appender = store.queue(queue).newAppender();
        for (String text : texts) {
            appender.append(text(text));
        }
    }

    private static List<String> drain(Tailer tailer) {
        List<String> texts = new ArrayList<>();
        Delivery delivery;
        while ((delivery = tailer.poll()) != null) {
            texts.add(text(delivery.record()));
            tailer.acknowledge(delivery.lease());
        }
        return texts;
    }

    private Tailer tailer(String queue) {
        return store.queue(queue).subscription().openTailer(TailerOptions.DEFAULT);
    }

    @Test
    void shouldDeliverInOrder() {
        send("q", "a", "b", "c");
        try (Tailer tailer = tailer("q")) {
            assertThat(drain(tailer)).containsExactly("a", "b", "c");
        }
        assertThat(store.queue("q").subscription().depth()).isZero();
        assertThat(store.queue("q").subscription().bytes()).isZero();
    }

    @Test
    void shouldGiveEachRecordToOneConsumer() {
        send("q", "a", "b");
        try (Tailer one = tailer("q");
                Tailer two = tailer("q")) {
            assertThat(text(poll(one).record())).isEqualTo("a");
            assertThat(text(poll(two).record())).isEqualTo("b");
            assertThat(one.poll()).isNull();
            assertThat(two.poll()).isNull();
        }
    }

    private static Delivery poll(Tailer tailer) {
        Delivery delivery = tailer.poll();
        assertThat(delivery).isNotNull();
        return delivery;
    }

    @Test
    void shouldRedeliverWhatWasReleasedBeforeWhatFollows() {
        send("q", "a", "b");
        try (Tailer one = tailer("q");
                Tailer two = tailer("q")) {
            Delivery first = poll(one);
            assertThat(first.deliveryCount()).isEqualTo(1);
            one.release(first.lease(), true, 0);
            Delivery again = poll(two);
            assertThat(text(again.record())).isEqualTo("a");
            assertThat(again.deliveryCount()).isEqualTo(2);
            assertThat(text(poll(one).record())).isEqualTo("b");
        }
    }

    @Test
    void shouldHoldBackAReleasedRecordUntilItIsDue() {
        send("q", "a", "b");
        try (Tailer tailer = tailer("q")) {
            tailer.release(poll(tailer).lease(), true, clock.get() + 100);
            assertThat(drain(tailer)).containsExactly("b");
            clock.addAndGet(100);
            assertThat(drain(tailer)).containsExactly("a");
        }
    }

    @Test
    void shouldHonourDeliverAtAndExpiration() {
        Appender appender = store.queue("q").newAppender();
        appender.append(text("late").deliverAt(clock.get() + 50));
        appender.append(text("short").expiration(clock.get() + 10));
        appender.append(text("now"));
        clock.addAndGet(10);
        try (Tailer tailer = tailer("q")) {
            assertThat(drain(tailer)).containsExactly("now");
            clock.addAndGet(40);
            assertThat(drain(tailer)).containsExactly("late");
        }
        assertThat(store.queue("q").subscription().depth()).isZero();
    }

    @Test
    void shouldPreferHigherPriorities() {
        Appender appender = store.queue("q").newAppender();
        appender.append(text("low").priority(1));
        appender.append(text("normal"));
        appender.append(text("high").priority(9));
        try (Tailer tailer = tailer("q")) {
            assertThat(drain(tailer)).containsExactly("high", "normal", "low");
        }
    }

    @Test
    void shouldSkipWhatAFilterDoesNotWant() {
        send("q", "a1", "b1", "a2", "b2");
        TailerOptions onlyB =
                TailerOptions.DEFAULT.withFilter(view -> text(view).startsWith("b"), TailerOptions.Mismatch.SKIP);
        try (Tailer b = store.queue("q").subscription().openTailer(onlyB);
                Tailer all = tailer("q")) {
            assertThat(drain(b)).containsExactly("b1", "b2");
            assertThat(drain(all)).containsExactly("a1", "a2");
        }
    }

    @Test
    void shouldKeepRecordsAndCountsOverARestart() {
        send("q", "a", "b", "c");
        Tailer tailer = tailer("q");
        tailer.acknowledge(poll(tailer).lease());
        poll(tailer);
        store.close();
        open();
        assertThat(store.queue("q").subscription().depth()).isEqualTo(2);
        try (Tailer after = tailer("q")) {
            Delivery again = poll(after);
            assertThat(text(again.record())).isEqualTo("b");
            assertThat(again.deliveryCount()).isEqualTo(2);
            after.acknowledge(again.lease());
            assertThat(drain(after)).containsExactly("c");
        }
    }

    @Test
    void shouldRollSegmentsAndDeleteSettledOnes() {
        int records = 20_000;
        Appender appender = store.queue("q").newAppender();
        String filler = "x".repeat(200);
        try (Tailer tailer = tailer("q")) {
            for (int i = 0; i < records; i++) {
                appender.append(text(i + filler));
            }
            for (int i = 0; i < records; i++) {
                Delivery delivery = poll(tailer);
                assertThat(text(delivery.record())).isEqualTo(i + filler);
                tailer.acknowledge(delivery.lease());
            }
            assertThat(tailer.poll()).isNull();
        }
        ((StoredDestination) store.queue("q")).sweep();
        assertThat(directory.resolve("queues/q/log/p4").toFile().list((dir, name) -> name.endsWith(".cq4")))
                .hasSize(1);
    }

    @Test
    void shouldBrowseWithoutTaking() {
        send("q", "a", "b");
        try (Browser browser = store.queue("q").subscription().browse(null)) {
            assertThat(text(next(browser))).isEqualTo("a");
            assertThat(text(next(browser))).isEqualTo("b");
            assertThat(browser.next()).isNull();
        }
        assertThat(store.queue("q").subscription().depth()).isEqualTo(2);
    }

    private static RecordView next(Browser browser) {
        @Nullable RecordView view = browser.next();
        assertThat(view).isNotNull();
        return view;
    }

    @Test
    void shouldCarryLargeRecords() {
        byte[] large = new byte[3 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        Record record = new Record();
        record.buffer().putBytes(record.payloadOffset(), large);
        store.queue("q").newAppender().append(record.payloadLength(large.length));
        try (Tailer tailer = tailer("q")) {
            Delivery delivery = poll(tailer);
            byte[] read = new byte[delivery.record().payloadLength()];
            delivery.record().buffer().getBytes(delivery.record().payloadOffset(), read);
            assertThat(read).isEqualTo(large);
            tailer.acknowledge(delivery.lease());
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeWithAdvice() {
        for (int largest : new int[] {1_000, 1 << 20}) {
            store.close();
            store = Store.open(options().withLargestRecordBytes(largest));
            Record record = new Record();
            record.payloadLength(largest + 1);
            assertThatThrownBy(() -> store.queue("q").newAppender().append(record))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("send its reference");
            assertThatThrownBy(() -> store.newTransaction().append(store.queue("q"), record))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("accepted=" + largest);
            store.queue("q").newAppender().append(record.payloadLength(largest));
        }
    }

    @Test
    void shouldApplyATransactionAsAWhole() {
        send("in", "job");
        Transaction transaction = store.newTransaction();
        try (Tailer in = tailer("in");
                Tailer out = tailer("out");
                Tailer log = tailer("log")) {
            Delivery job = poll(in);
            transaction.append(store.queue("out"), text("done"));
            transaction.append(store.queue("log"), text("logged"));
            transaction.acknowledge(in, job.lease());
            assertThat(out.poll()).isNull();
            transaction.commit();
            assertThat(drain(out)).containsExactly("done");
            assertThat(drain(log)).containsExactly("logged");
            assertThat(in.leases()).isZero();
        }
        assertThat(store.queue("in").subscription().depth()).isZero();
    }

    @Test
    void shouldForgetARolledBackTransaction() {
        send("in", "job");
        Transaction transaction = store.newTransaction();
        try (Tailer in = tailer("in")) {
            Delivery job = poll(in);
            transaction.append(store.queue("out"), text("done"));
            transaction.acknowledge(in, job.lease());
            transaction.rollback();
            in.release(job.lease(), true, 0);
            assertThat(poll(in).deliveryCount()).isEqualTo(2);
        }
        assertThat(store.queue("out").subscription().depth()).isZero();
    }

    @Test
    void shouldRefuseAtTheLimit() {
        store.queue("q").limits(new Limits(2, 0, OverflowPolicy.FAIL, 0));
        send("q", "a", "b");
        assertThatThrownBy(() -> send("q", "c"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("destination=q")
                .hasMessageContaining("maxRecords=2");
        try (Tailer tailer = tailer("q")) {
            tailer.acknowledge(poll(tailer).lease());
            send("q", "c");
            assertThat(drain(tailer)).containsExactly("b", "c");
        }
    }

    @Test
    void shouldDropTheOldestAtTheLimit() {
        store.queue("q").limits(new Limits(2, 0, OverflowPolicy.DROP_OLDEST, 0));
        send("q", "a", "b", "c");
        try (Tailer tailer = tailer("q")) {
            assertThat(drain(tailer)).containsExactly("b", "c");
        }
    }

    @Test
    void shouldCopyToEverySubscriptionOfATopic() {
        Destination topic = store.topic("t");
        topic.newAppender().append(text("nobody"));
        Subscription one = topic.subscribe(new SubscriptionOptions("one", true, "of one"));
        topic.newAppender().append(text("a"));
        Subscription two = topic.subscribe(new SubscriptionOptions("two", true, ""));
        topic.newAppender().append(text("b"));
        assertThat(one.attributes()).isEqualTo("of one");
        assertThat(one.depth()).isEqualTo(2);
        assertThat(two.depth()).isEqualTo(1);
        try (Tailer first = one.openTailer(TailerOptions.DEFAULT);
                Tailer second = two.openTailer(TailerOptions.DEFAULT)) {
            assertThat(drain(first)).containsExactly("a", "b");
            assertThat(drain(second)).containsExactly("b");
            assertThatThrownBy(one::delete).isInstanceOf(IllegalUseException.class);
        }
        one.delete();
        assertThat(topic.subscriptions()).containsExactly(two);
    }

    @Test
    void shouldForgetANonDurableSubscriptionWithItsLastTailer() {
        Destination topic = store.topic("t");
        Tailer tailer = topic.subscribe(new SubscriptionOptions("s", false, "")).openTailer(TailerOptions.DEFAULT);
        topic.newAppender().append(text("a"));
        assertThat(drain(tailer)).containsExactly("a");
        tailer.close();
        assertThat(topic.subscriptions()).isEmpty();
    }

    @Test
    void shouldRefuseASecondConsumerOfAnExclusiveOne() {
        Subscription subscription = store.queue("q").subscription();
        try (Tailer exclusive = subscription.openTailer(TailerOptions.DEFAULT.withExclusive(true))) {
            assertThat(exclusive.leases()).isZero();
            assertThatThrownBy(() -> subscription.openTailer(TailerOptions.DEFAULT))
                    .isInstanceOf(IllegalUseException.class);
        }
        subscription.openTailer(TailerOptions.DEFAULT).close();
    }

    @Test
    void shouldFailOnADeletedDestinationAndMakeItAnew() {
        send("q", "a");
        Destination deleted = store.queue("q");
        Tailer tailer = tailer("q");
        deleted.delete();
        assertThatThrownBy(tailer::poll).isInstanceOf(DestinationDeletedException.class);
        assertThatThrownBy(() -> deleted.newAppender().append(text("b")))
                .isInstanceOf(DestinationDeletedException.class);
        tailer.close();
        send("q", "c");
        try (Tailer again = tailer("q")) {
            assertThat(drain(again)).containsExactly("c");
        }
    }
}
