package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.ledger.GroupTable;
import io.foliomq.engine.storage.BootId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of records, and tailers that are the only one that reads. */
class GroupsTest {
    private static final int RED = 1;
    private static final int BLUE = 2;

    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Store store;
    private Destination queue;
    private Appender appender;

    @BeforeEach
    void open() {
        store = Store.open(StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withClock(clock::get)
                .withErrorHandler(e -> {
                    throw new AssertionError(e);
                }));
        queue = store.queue("q");
        appender = queue.newAppender();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(int group, int... numbers) {
        for (int number : numbers) {
            appender.append(record(number).group(group, false));
        }
    }

    private static Record record(int number) {
        Record record = new Record();
        record.buffer().putInt(record.payloadOffset(), number);
        return record.payloadLength(Integer.BYTES);
    }

    private Tailer tailer() {
        return tailer(TailerOptions.DEFAULT);
    }

    private Tailer tailer(TailerOptions options) {
        return queue.subscription().openTailer(options);
    }

    /** A delivery that outlives the next. */
    private record Taken(int number, long lease, boolean first) {}

    private static @Nullable Taken poll(Tailer tailer) {
        Delivery delivery = tailer.poll();
        return delivery == null ? null : new Taken(number(delivery), delivery.lease(), delivery.isFirstOfGroup());
    }

    private static int number(Delivery delivery) {
        return delivery.record().buffer().getInt(delivery.record().payloadOffset());
    }

    private static Taken take(Tailer tailer) {
        Taken taken = poll(tailer);
        assertThat(taken).isNotNull();
        return taken;
    }

    private static List<Integer> drain(Tailer tailer) {
        List<Integer> numbers = new ArrayList<>();
        for (Taken taken = poll(tailer); taken != null; taken = poll(tailer)) {
            numbers.add(taken.number());
            tailer.acknowledge(taken.lease());
        }
        return numbers;
    }

    @Test
    void shouldGiveAGroupToOneTailer() {
        send(RED, 1, 2);
        send(BLUE, 3, 4);
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            one.acknowledge(take(one).lease());
            assertThat(drain(two)).containsExactly(3, 4);
            assertThat(drain(one)).containsExactly(2);
            send(BLUE, 5);
            send(RED, 6);
            assertThat(drain(one)).containsExactly(6);
            assertThat(drain(two)).containsExactly(5);
        }
    }

    @Test
    void shouldShareRecordsWithoutAGroup() {
        send(RED, 1);
        send(0, 2, 3);
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            assertThat(take(one).number()).isEqualTo(1);
            assertThat(take(two).number()).isEqualTo(2);
            assertThat(take(one).number()).isEqualTo(3);
        }
    }

    @Test
    void shouldGiveAGroupToTheNextInOrderWhenItsTailerCloses() {
        send(RED, 1, 2, 3);
        Tailer one = tailer();
        try (Tailer two = tailer()) {
            one.acknowledge(take(one).lease());
            assertThat(poll(two)).isNull();
            one.close();
            assertThat(drain(two)).containsExactly(2, 3);
        }
    }

    @Test
    void shouldHoldAGroupUntilTheLeasesOfAClosedTailerEnd() {
        send(RED, 1, 2);
        send(BLUE, 3);
        Tailer one = tailer();
        try (Tailer two = tailer()) {
            Taken first = take(one);
            one.close();
            assertThat(drain(two)).as("what has no lease moves at once").containsExactly(3);
            one.release(first.lease(), true, 0);
            assertThat(drain(two)).containsExactly(1, 2);
        }
    }

    @Test
    void shouldRedeliverToTheSameTailerBeforeWhatFollows() {
        send(RED, 1, 2, 3);
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            Taken first = take(one);
            Taken second = take(one);
            one.release(first.lease(), true, 0);
            one.release(second.lease(), true, 0);
            assertThat(poll(two)).isNull();
            assertThat(drain(one)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldHoldAGroupBackWhileItsFirstWaitsForRedelivery() {
        send(RED, 1, 2);
        send(BLUE, 3);
        try (Tailer one = tailer()) {
            one.release(take(one).lease(), true, clock.get() + 100);
            assertThat(drain(one)).containsExactly(3);
            send(RED, 4);
            assertThat(drain(one)).isEmpty();
            clock.addAndGet(100);
            assertThat(drain(one)).containsExactly(1, 2, 4);
        }
    }

    @Test
    void shouldHoldAGroupBackForTheNextTailerTooWhileItsFirstWaits() {
        send(RED, 1, 2);
        Tailer one = tailer();
        try (Tailer two = tailer()) {
            Taken first = take(one);
            assertThat(poll(two)).isNull();
            one.release(first.lease(), true, clock.get() + 100);
            one.close();
            assertThat(drain(two)).isEmpty();
            try (Tailer three = tailer()) {
                assertThat(drain(three)).isEmpty();
            }
            clock.addAndGet(100);
            assertThat(drain(two)).containsExactly(1, 2);
        }
    }

    @Test
    void shouldLetADelayedRecordBeOvertaken() {
        appender.append(record(1).group(RED, false).deliverAt(clock.get() + 100));
        send(RED, 2);
        try (Tailer one = tailer()) {
            assertThat(drain(one)).containsExactly(2);
            clock.addAndGet(100);
            assertThat(drain(one)).containsExactly(1);
        }
    }

    @Test
    void shouldGoOnWhenWhatWaitedWasSettledByOthers() {
        appender.append(record(1).group(RED, false).expiration(clock.get() + 50));
        send(RED, 2);
        try (Tailer one = tailer()) {
            one.release(take(one).lease(), true, clock.get() + 100);
            assertThat(drain(one)).isEmpty();
            clock.addAndGet(100);
            try (Tailer tool = tailer(TailerOptions.DEFAULT
                    .withGroups(TailerOptions.Groups.IGNORE)
                    .withFilter(record -> false, TailerOptions.Mismatch.SKIP))) {
                assertThat(poll(tool))
                        .as("settles the expired one and takes nothing")
                        .isNull();
            }
            assertThat(drain(one)).containsExactly(2);
        }
    }

    @Test
    void shouldLetAGroupGoWithItsLastRecord() {
        appender.append(record(1).group(RED, false));
        appender.append(record(2).group(RED, true));
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            one.acknowledge(take(one).lease());
            Taken last = take(one);
            send(RED, 3);
            assertThat(poll(two)).as("while the last is not settled").isNull();
            one.acknowledge(last.lease());
            Taken next = take(two);
            assertThat(next.number()).isEqualTo(3);
            assertThat(next.first()).isTrue();
        }
    }

    @Test
    void shouldSayWhichRecordIsTheFirstForATailer() {
        send(RED, 1, 2);
        send(0, 3);
        Tailer one = tailer();
        try (Tailer two = tailer()) {
            Taken first = take(one);
            assertThat(first.first()).isTrue();
            one.acknowledge(first.lease());
            Taken second = take(one);
            assertThat(second.first()).isFalse();
            assertThat(take(one).first()).isFalse();
            one.release(second.lease(), true, 0);
            one.close();
            Taken again = take(two);
            assertThat(again.number()).isEqualTo(2);
            assertThat(again.first()).isTrue();
        }
    }

    @Test
    void shouldTreatGroupsOfOneBucketAsOne() {
        send(RED, 1);
        send(RED + GroupTable.BUCKETS, 2);
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            take(one);
            assertThat(poll(two)).isNull();
            assertThat(take(one).number()).isEqualTo(2);
        }
    }

    @Test
    void shouldLeaveToOthersWhatItsFilterDoesNotMatch() {
        send(RED, 1, 2);
        try (Tailer even = tailer(TailerOptions.DEFAULT.withFilter(
                        record -> record.buffer().getInt(record.payloadOffset()) % 2 == 0,
                        TailerOptions.Mismatch.SKIP));
                Tailer all = tailer()) {
            assertThat(take(even).number()).isEqualTo(2);
            assertThat(poll(all)).as("the group is the other's").isNull();
            even.close();
        }
    }

    @Test
    void shouldSpreadGroupsAnewWhenANewTailerWantsThat() {
        for (int group = 1; group <= 6; group++) {
            send(group, group);
        }
        try (Tailer one = tailer()) {
            List<Taken> open = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                open.add(take(one));
            }
            for (Taken taken : open.subList(0, 5)) {
                one.acknowledge(taken.lease());
            }
            try (Tailer two = tailer(TailerOptions.DEFAULT.withGroups(TailerOptions.Groups.SPREAD))) {
                assertThat(poll(two)).isNull();
                for (int group = 1; group <= 6; group++) {
                    send(group, 10 + group);
                }
                assertThat(drain(one)).as("gives up half of its groups first").hasSize(3);
                assertThat(poll(one))
                        .as("and leaves them to others for a while")
                        .isNull();
                List<Integer> taken = new ArrayList<>();
                taken.add(take(two).number());
                taken.add(take(two).number());
                clock.addAndGet(1_000);
                assertThat(drain(one)).as("then takes back what nobody took").hasSize(1);
                assertThat(taken).doesNotContain(16);
                one.acknowledge(open.get(5).lease());
            }
        }
    }

    @Test
    void shouldKeepGroupsWhereTheyAreWhenANewTailerDoesNotAsk() {
        send(RED, 1);
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            one.acknowledge(take(one).lease());
            send(RED, 2);
            assertThat(poll(two)).isNull();
            assertThat(drain(one)).containsExactly(2);
        }
    }

    @Test
    void shouldWakeWhoWaitsWhenAGroupIsGivenUp() throws Exception {
        send(RED, 1, 2);
        Tailer one = tailer();
        try (Tailer two = tailer(TailerOptions.DEFAULT.withWaiter(store.newWaiter(WaitPolicy.ECONOMY)))) {
            one.acknowledge(take(one).lease());
            Thread[] waiting = new Thread[1];
            CompletableFuture<Integer> got = CompletableFuture.supplyAsync(() -> {
                waiting[0] = Thread.currentThread();
                Delivery delivery = two.poll(TimeUnit.SECONDS.toNanos(20));
                return delivery == null ? -1 : number(delivery);
            });
            Awaitility.await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.TIMED_WAITING);
            long start = System.nanoTime();
            one.close();
            assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                    .as("without waiting for the next look, which comes after a second")
                    .isLessThan(900);
        }
    }

    @Test
    void shouldNotTakeAGroupFromWhoHasItWhenItClosesAfterItsStore() {
        send(RED, 0, 1, 2);
        Tailer late = tailer();
        late.acknowledge(take(late).lease());
        store.close();
        open();
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            one.acknowledge(take(one).lease());
            late.close();
            assertThat(poll(two)).isNull();
            assertThat(drain(one)).containsExactly(2);
        }
    }

    @Test
    void shouldMakeNoFileUntilAGroupIsUsed() {
        Path file = directory.resolve("queues/q/subscriptions/queue/groups");
        send(0, 1);
        try (Tailer one = tailer()) {
            assertThat(drain(one)).containsExactly(1);
            assertThat(file).doesNotExist();
            send(RED, 2);
            assertThat(drain(one)).containsExactly(2);
            assertThat(file).exists();
        }
    }

    @Test
    void shouldKeepGroupsInTransactions() {
        Transaction transaction = store.newTransaction();
        transaction.append(queue, record(1).group(RED, false));
        transaction.append(queue, record(2).group(RED, false));
        transaction.commit();
        try (Tailer one = tailer();
                Tailer two = tailer()) {
            Taken first = take(one);
            assertThat(poll(two)).isNull();
            transaction.acknowledge(one, first.lease());
            transaction.commit();
            assertThat(drain(one)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldAGroupWhileABranchIsInDoubt(boolean commits) {
        BranchId branch = new BranchId(1, new byte[] {1}, new byte[] {2});
        send(RED, 1, 2);
        Tailer one = tailer();
        try (Tailer two = tailer()) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(one, take(one).lease());
            transaction.prepare(branch);
            one.close();
            assertThat(poll(two)).isNull();
            try (Tailer three = tailer()) {
                assertThat(poll(three)).isNull();
            }
            if (commits) {
                store.commitPrepared(branch);
                assertThat(drain(two)).containsExactly(2);
            } else {
                store.rollbackPrepared(branch);
                assertThat(drain(two)).containsExactly(1, 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldAGroupFromWhoPreparedToo(boolean commits) {
        BranchId branch = new BranchId(1, new byte[] {1}, new byte[] {2});
        send(RED, 1, 2, 3);
        try (Tailer one = tailer()) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(one, take(one).lease());
            Taken kept = take(one);
            transaction.prepare(branch);
            assertThat(poll(one)).isNull();
            one.acknowledge(kept.lease());
            assertThat(poll(one)).isNull();
            if (commits) {
                store.commitPrepared(branch);
                assertThat(drain(one)).containsExactly(3);
            } else {
                store.rollbackPrepared(branch);
                assertThat(drain(one)).containsExactly(1, 3);
            }
        }
    }

    @Test
    void shouldKeepTheGroupOfARecordInAFileOfItsOwn() {
        Record large = new Record();
        large.buffer().putInt(large.payloadOffset(), 7);
        appender.append(large.payloadLength(2 << 20).group(RED, true));
        try (Tailer one = tailer()) {
            Delivery delivery = one.poll();
            assertThat(delivery).isNotNull();
            assertThat(delivery.record().group()).isEqualTo(RED);
            assertThat(delivery.record().isLastOfGroup()).isTrue();
            assertThat(number(delivery)).isEqualTo(7);
        }
    }

    @Test
    void shouldGiveEverythingToTheSoleTailerUntilItCloses() {
        send(0, 1, 2, 3);
        TailerOptions sole = TailerOptions.DEFAULT.withSole(true);
        Tailer one = tailer(sole);
        Tailer two = tailer(sole);
        try (Tailer plain = tailer()) {
            Taken first = take(one);
            assertThat(poll(two)).isNull();
            assertThat(poll(plain)).as("that does not ask to be sole").isNull();
            assertThat(two.mayHaveRecords()).as("stands by asleep").isFalse();
            one.close();
            assertThat(poll(two)).as("while a lease is open").isNull();
            one.acknowledge(first.lease());
            assertThat(two.mayHaveRecords()).isTrue();
            assertThat(drain(two)).containsExactly(2, 3);
            two.close();
            send(0, 4);
            assertThat(drain(plain)).containsExactly(4);
        }
        assertThat(queue.subscription().tailers()).isZero();
    }

    @Test
    void shouldNotSpinWhileStandingByWithSomethingDue() {
        send(0, 1);
        try (Tailer plain = tailer();
                Tailer sole = tailer(TailerOptions.DEFAULT.withSole(true))) {
            plain.release(take(plain).lease(), true, clock.get() + 10);
            assertThat(poll(plain)).isNull();
            assertThat(poll(sole)).isNull();
            clock.addAndGet(10);
            assertThat(plain.nextDueMs()).isEqualTo(Long.MAX_VALUE);
            assertThat(drain(sole)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldForgetOwnersAfterAPowerLoss(boolean damaged) throws Exception {
        List<Throwable> reported = new ArrayList<>();
        Path power = directory.resolve("power");
        Path groups = power.resolve("queues/q/subscriptions/queue/groups");
        StoreOptions options = StoreOptions.at(power).withDiskReserveBytes(0).withErrorHandler(reported::add);
        try (Store lost = Store.open(options, new BootId(1, 1))) {
            lost.queue("q").newAppender().append(record(1).group(RED, false));
            lost.queue("q").newAppender().append(record(2).group(RED, false));
            try (Tailer one = lost.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                assertThat(poll(one)).isNotNull();
            }
        }
        byte[] owners = Files.readAllBytes(groups);
        Arrays.fill(owners, damaged ? 0 : 128, owners.length, (byte) 1);
        Files.write(groups, owners);
        try (Store found = Store.open(options, new BootId(2, 2))) {
            assertThat(groups).doesNotExist();
            try (Tailer one = found.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                assertThat(drain(one)).containsExactly(1, 2);
            }
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldNameADamagedFileWhileTheStoreIsInUse() throws Exception {
        send(RED, 1);
        Path file = directory.resolve("queues/q/subscriptions/queue/groups");
        Files.write(file, new byte[20_000]);
        try (Tailer one = tailer()) {
            assertThatThrownBy(one::poll)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("corrupt")
                    .hasMessageContaining(file.toString());
        }
        Files.delete(file);
        try (Tailer one = tailer()) {
            assertThat(drain(one)).containsExactly(1);
        }
    }

    @Test
    void shouldLeaveNoOwnerBehind() throws Exception {
        send(RED, 1);
        try (Tailer one = tailer()) {
            take(one);
        }
        store.close();
        byte[] bytes = Files.readAllBytes(directory.resolve("queues/q/subscriptions/queue/groups"));
        for (int i = 128; i < bytes.length; i++) {
            assertThat(bytes[i]).isZero();
        }
    }
}
