package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Survey.Hold;
import io.foliomq.engine.Survey.KeptSegment;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
    private static final int PAYLOAD = 2_000;

    private final CachedEpochClock clock = new CachedEpochClock();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        clock.update(1_000);
        store = Store.open(StoreOptions.at(directory.resolve("store"))
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withClock(clock));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void append(Destination destination, int count) {
        Appender appender = destination.newAppender();
        for (int i = 0; i < count; i++) {
            clock.update(clock.time() + 1);
            appender.append(new Record().payloadLength(PAYLOAD).timestamp(clock.time()));
        }
    }

    private List<KeptSegment> segments(Destination destination) {
        return store.survey().segments(destination);
    }

    @Test
    void shouldNameThisProcessAmongTheMembers() {
        assertThat(store.survey().members()).singleElement().satisfies(member -> {
            assertThat(member.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(member.attachedMs()).isEqualTo(1_000);
            assertThat(member.alive()).isTrue();
            assertThat(member.self()).isTrue();
        });
    }

    @Test
    void shouldTellWhatEachSegmentHolds() {
        Destination queue = store.queue("q");
        append(queue, 1_200);
        List<KeptSegment> segments = segments(queue);
        assertThat(segments).hasSizeGreaterThan(1);
        long next = 0;
        for (KeptSegment segment : segments) {
            assertThat(segment.first()).isEqualTo(next);
            assertThat(segment.holds()).singleElement().satisfies(hold -> {
                assertThat(hold.ready()).isEqualTo(segment.end() - segment.first());
                assertThat(hold.oldest().sequence()).isEqualTo(segment.first());
                assertThat(hold.oldest().timestampMs()).isEqualTo(1_001 + segment.first());
            });
            assertThat(segment.diskBytes()).isGreaterThan((segment.end() - segment.first()) * PAYLOAD);
            next = segment.end();
        }
        assertThat(next).isEqualTo(1_200);
        assertThat(segments.get(segments.size() - 1).current()).isTrue();
        assertThat(segments.get(0).current()).isFalse();
    }

    @Test
    void shouldSayWhoHoldsTheOneLeaseThatKeepsASegment() {
        Destination queue = store.queue("q");
        append(queue, 1_200);
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            long kept = 0;
            for (int i = 0; i < 1_199; i++) {
                Delivery delivery = tailer.poll();
                if (i == 7) {
                    kept = delivery.lease();
                } else if (i == 8) {
                    tailer.release(delivery.lease(), true, clock.time() + 5_000);
                } else {
                    tailer.acknowledge(delivery.lease());
                }
            }
            KeptSegment first = segments(queue).get(0);
            assertThat(first.holds()).singleElement().satisfies(hold -> {
                assertThat(hold.subscription()).isEmpty();
                assertThat(hold.leased()).isEqualTo(1);
                assertThat(hold.deferred()).isEqualTo(1);
                assertThat(hold.ready()).isZero();
                assertThat(hold.records()).isEqualTo(2);
                assertThat(hold.oldest().sequence()).isEqualTo(7);
                assertThat(hold.oldest().state()).isEqualTo("LEASED");
                assertThat(hold.oldest().lessee())
                        .contains("pid=" + ProcessHandle.current().pid());
            });
            tailer.acknowledge(kept);
            Hold deferred = segments(queue).get(0).holds().get(0);
            assertThat(deferred.oldest().state()).isEqualTo("DEFERRED");
            assertThat(deferred.oldest().deliveryCount()).isEqualTo(1);
            assertThat(deferred.oldest().dueMs()).isEqualTo(clock.time() + 5_000);
            assertThat(deferred.oldest().lessee()).isNull();
        }
    }

    @Test
    void shouldSayWhichPreparedTransactionHolds() {
        Destination queue = store.queue("q");
        append(queue, 1);
        BranchId branch = new BranchId(7, new byte[] {1}, new byte[] {2});
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(tailer, tailer.poll().lease());
            transaction.prepare(branch);
        }
        assertThat(segments(queue).get(0).holds().get(0).oldest().lessee())
                .isEqualTo("prepared transaction: branch=" + branch);
    }

    @Test
    void shouldTellTheSubscriptionsOfATopicApart() {
        Destination topic = store.topic("t");
        Subscription early = topic.subscribe(new SubscriptionOptions("early", true, ""));
        append(topic, 3);
        topic.subscribe(new SubscriptionOptions("late", true, ""));
        append(topic, 2);
        assertThat(segments(topic))
                .singleElement()
                .satisfies(segment -> assertThat(segment.holds())
                        .extracting(Hold::subscription, Hold::records)
                        .containsExactlyInAnyOrder(
                                org.assertj.core.groups.Tuple.tuple("early", 5L),
                                org.assertj.core.groups.Tuple.tuple("late", 2L)));
        assertThat(store.survey().oldestMs(early)).hasValue(1_001);
        assertThat(store.survey().oldestMs(topic.subscription("late").orElseThrow()))
                .hasValue(1_004);
    }

    @Test
    void shouldFindTheOldestBehindWhatIsSettled() {
        Destination queue = store.queue("q");
        assertThat(store.survey().oldestMs(queue.subscription())).isEqualTo(OptionalLong.empty());
        append(queue, 5);
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                tailer.acknowledge(tailer.poll().lease());
            }
            assertThat(store.survey().oldestMs(queue.subscription())).hasValue(1_004);
        }
    }

    @Test
    void shouldHaveNothingToTellOfATemporaryDestination() {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        assertThat(segments(temporary)).isEmpty();
        assertThat(store.survey().oldestMs(temporary.subscription())).isEmpty();
    }
}
