package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.storage.BootId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDestinationTest {
    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Store store;
    // A second attachment, which sees the first one's temporary destinations as another process does.
    private StoreRoot other;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(options());
        other = StoreRoot.open(options(), directory.toRealPath(), BootId.current());
    }

    @AfterEach
    void close() {
        other.close();
        store.close();
    }

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withSendTimeoutMillis(200)
                .withClock(clock::get);
    }

    private static Delivery present(@Nullable Delivery delivery) {
        assertThat(delivery).isNotNull();
        return delivery;
    }

    private Destination seenByOther(Destination temporary) {
        return other.destination(temporary.kind(), temporary.name());
    }

    @Test
    void shouldDeliverWhatItsOwnProcessSends() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        temporary.newAppender().append(text("a"));
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery = present(tailer.poll());
            assertThat(text(delivery.record())).isEqualTo("a");
            tailer.release(delivery.lease(), true, 0);
            Delivery again = present(tailer.poll());
            assertThat(again.deliveryCount()).isEqualTo(2);
            tailer.acknowledge(again.lease());
            assertThat(tailer.poll()).isNull();
        }
        assertThat(temporary.subscription().depth()).isZero();
    }

    @Test
    void shouldDeliverWhatAnotherMemberSends() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Appender appender = seenByOther(temporary).newAppender();
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            for (int i = 0; i < 100_000; i++) {
                appender.append(text("reply " + i));
                Delivery delivery = present(tailer.poll());
                assertThat(text(delivery.record())).isEqualTo("reply " + i);
                tailer.acknowledge(delivery.lease());
            }
        }
    }

    @Test
    void shouldWakeASleeperWhenAnotherMemberSends() throws Exception {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Waiter waiter = store.newWaiter(WaitPolicy.ECONOMY);
        Thread sender = new Thread(() -> seenByOther(temporary).newAppender().append(text("late")));
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT.withWaiter(waiter))) {
            assertThat(tailer.poll()).isNull();
            sender.start();
            Delivery delivery = present(tailer.poll(TimeUnit.SECONDS.toNanos(10)));
            assertThat(text(delivery.record())).isEqualTo("late");
        }
        sender.join();
    }

    @Test
    void shouldCarryLargeRecordsBetweenMembers() {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Record record = new Record();
        record.buffer().putBytes(record.payloadOffset(), large);
        seenByOther(temporary).newAppender().append(record.payloadLength(large.length));
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery = present(tailer.poll());
            byte[] read = new byte[delivery.record().payloadLength()];
            delivery.record().buffer().getBytes(delivery.record().payloadOffset(), read);
            assertThat(read).isEqualTo(large);
        }
        assertThat(directory.resolve("members").toFile().list((dir, name) -> name.contains(".inbox-")))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatIsSentAfterItIsDeleted() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Appender remote = seenByOther(temporary).newAppender();
        temporary.delete();
        assertThatThrownBy(() -> remote.append(text("a"))).isInstanceOf(DestinationDeletedException.class);
        assertThatThrownBy(() -> temporary.newAppender().append(text("a")))
                .isInstanceOf(DestinationDeletedException.class);
        assertThat(store.find(DestinationKind.QUEUE, temporary.name())).isEmpty();
    }

    @Test
    void shouldBeConsumedByItsOwnProcessOnly() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        assertThatThrownBy(() -> seenByOther(temporary).subscription()).isInstanceOf(IllegalUseException.class);
    }

    @Test
    void shouldPushBackWhenNobodyReads() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Appender remote = seenByOther(temporary).newAppender();
        Record record = new Record();
        record.payloadLength(200_000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        remote.append(record);
                    }
                })
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("inbox is full");
    }

    @Test
    void shouldTakePartInATransaction() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        store.queue("in").newAppender().append(text("request"));
        Transaction transaction = store.newTransaction();
        try (Tailer in = store.queue("in").subscription().openTailer(TailerOptions.DEFAULT);
                Tailer replies = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery request = present(in.poll());
            transaction.append(temporary, text("reply"));
            transaction.acknowledge(in, request.lease());
            assertThat(replies.poll()).isNull();
            transaction.commit();
            Delivery reply = present(replies.poll());
            assertThat(text(reply.record())).isEqualTo("reply");
            transaction.acknowledge(replies, reply.lease());
            transaction.commit();
        }
        assertThat(temporary.subscription().depth()).isZero();
        assertThat(store.queue("in").subscription().depth()).isZero();
    }

    @Test
    void shouldKeepTheRulesOfTimeAndPriority() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        Appender appender = temporary.newAppender();
        appender.append(text("late").deliverAt(clock.get() + 50));
        appender.append(text("short").expiration(clock.get() + 10));
        appender.append(text("low").priority(1));
        appender.append(text("high").priority(9));
        clock.addAndGet(10);
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            assertThat(text(present(tailer.poll()).record())).isEqualTo("high");
            assertThat(text(present(tailer.poll()).record())).isEqualTo("low");
            assertThat(tailer.poll()).isNull();
            clock.addAndGet(40);
            assertThat(text(present(tailer.poll()).record())).isEqualTo("late");
        }
    }

    @Test
    void shouldCopyToEverySubscriptionOfATopic() {
        Destination temporary = store.newTemporary(DestinationKind.TOPIC);
        try (Tailer one = temporary
                        .subscribe(new SubscriptionOptions("one", false, ""))
                        .openTailer(TailerOptions.DEFAULT);
                Tailer two = temporary
                        .subscribe(new SubscriptionOptions("two", false, ""))
                        .openTailer(TailerOptions.DEFAULT)) {
            seenByOther(temporary).newAppender().append(text("a"));
            assertThat(text(present(one.poll()).record())).isEqualTo("a");
            assertThat(text(present(two.poll()).record())).isEqualTo("a");
        }
    }
}
