package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedTransactionTest extends PreparedBranches {
    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldTakeEffectWhenItIsCommittedAndNotBefore(Durability durability) {
        send("in", "a", "b");
        prepareMove(BRANCH, durability);
        assertThat(drain("in")).containsExactly("b/1");
        assertThat(drain("out")).isEmpty();
        assertThat(subscription("in").depth()).isEqualTo(1);
        assertThat(subscription("in").leased()).isEqualTo(1);
        store.commitPrepared(BRANCH);
        assertThat(subscription("in").depth()).isZero();
        assertThat(subscription("in").leased()).isZero();
        assertThat(subscription("in").bytes()).isZero();
        assertThat(drain("in")).isEmpty();
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(store.prepared()).isEmpty();
        assertThat(files("transactions")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldDeliverAgainWhatIsRolledBackAndCountIt(Durability durability) {
        send("in", "a", "b");
        prepareMove(BRANCH, durability);
        try (Tailer waiting = tailer("in")) {
            assertThat(text(Objects.requireNonNull(waiting.poll()).record())).isEqualTo("b");
            assertThat(waiting.poll()).isNull();
            store.rollbackPrepared(BRANCH);
            assertThat(waiting.mayHaveRecords()).isTrue();
            Delivery again = Objects.requireNonNull(waiting.poll());
            assertThat(text(again.record())).isEqualTo("a");
            assertThat(again.deliveryCount()).isEqualTo(2);
        }
        assertThat(drain("out")).isEmpty();
        assertThat(store.prepared()).isEmpty();
        assertThat(files("transactions")).isEmpty();
    }

    @Test
    void shouldOutliveTailersAndProcess() {
        send("in", "a", "b");
        prepareMove(BRANCH, Durability.PROCESS);
        reopen(BEFORE);
        assertThat(branches()).containsExactly(BRANCH);
        assertThat(drain("in")).containsExactly("b/1");
        assertThat(subscription("in").leased()).isEqualTo(1);
        store.commitPrepared(BRANCH);
        assertThat(drain("in")).isEmpty();
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(subscription("in").leased()).isZero();
    }

    @Test
    void shouldTellWhatIsPrepared() {
        send("in", "a", "b");
        prepareMove(BRANCH, Durability.PROCESS);
        prepareMove(branch("two"), Durability.PROCESS);
        List<PreparedTransaction> prepared = store.prepared();
        assertThat(branches()).containsExactlyInAnyOrder(BRANCH, branch("two"));
        assertThat(prepared).allMatch(each -> each.operations() == 2);
        long now = options().clock().time();
        assertThat(prepared).allMatch(each -> Math.abs(each.preparedMs() - now) < 60_000);
        store.rollbackPrepared(BRANCH);
        assertThat(branches()).containsExactly(branch("two"));
    }

    @Test
    void shouldRefuseANameThatIsInUse() {
        send("in", "a", "b");
        prepareMove(BRANCH, Durability.PROCESS);
        try (Tailer in = tailer("in")) {
            Transaction second = store.newTransaction();
            second.append(store.queue("out"), text("second"));
            second.acknowledge(in, lease(in));
            assertThatThrownBy(() -> second.prepare(BRANCH)).isInstanceOf(BranchPreparedException.class);
            second.commit();
        }
        assertThat(drain("out")).containsExactly("second/1");
        store.commitPrepared(BRANCH);
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(subscription("in").depth()).isZero();
        prepareNothing(BRANCH);
        store.rollbackPrepared(BRANCH);
    }

    private void prepareNothing(BranchId branch) {
        store.newTransaction().prepare(branch);
    }

    @Test
    void shouldSayThatABranchIsUnknownOrOver() {
        assertThatThrownBy(() -> store.commitPrepared(BRANCH)).isInstanceOf(BranchUnknownException.class);
        assertThatThrownBy(() -> store.rollbackPrepared(BRANCH)).isInstanceOf(BranchUnknownException.class);
        send("in", "a");
        prepareMove(BRANCH, Durability.PROCESS);
        store.commitPrepared(BRANCH);
        assertThatThrownBy(() -> store.commitPrepared(BRANCH)).isInstanceOf(BranchUnknownException.class);
        assertThatThrownBy(() -> store.rollbackPrepared(BRANCH)).isInstanceOf(BranchUnknownException.class);
    }

    @Test
    void shouldLetOneDecisionWin() throws Exception {
        letOneWin(() -> store.rollbackPrepared(BRANCH));
    }

    @Test
    void shouldLetOneDecisionOfAllMembersWin() throws Exception {
        StoreRoot other = StoreRoot.open(options(), directory.resolve("store").toRealPath(), BEFORE);
        try {
            letOneWin(() -> other.preparedTransactions().rollback(BRANCH));
        } finally {
            other.close();
        }
    }

    private void letOneWin(Runnable rollback) throws Exception {
        for (int round = 0; round < 50; round++) {
            send("in", "a");
            prepareMove(BRANCH, Durability.PROCESS);
            CyclicBarrier barrier = new CyclicBarrier(3);
            CompletableFuture<Boolean> committed =
                    CompletableFuture.supplyAsync(() -> decide(barrier, () -> store.commitPrepared(BRANCH)));
            CompletableFuture<Boolean> rolledBack = CompletableFuture.supplyAsync(() -> decide(barrier, rollback));
            barrier.await();
            assertThat(committed.get() ^ rolledBack.get()).isTrue();
            assertThat(drain("out")).isEqualTo(committed.get() ? List.of("moved/1") : List.of());
            assertThat(drain("in")).isEqualTo(committed.get() ? List.of() : List.of("a/2"));
        }
    }

    private static boolean decide(CyclicBarrier barrier, Runnable decision) {
        try {
            barrier.await();
            decision.run();
            return true;
        } catch (BranchUnknownException | BranchDecidedException late) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepLargeBodiesUntilItIsDecided(boolean commit) {
        Transaction transaction = store.newTransaction();
        transaction.append(store.queue("out"), text(LARGE));
        transaction.prepare(BRANCH);
        reopen(BEFORE);
        assertThat(files("queues/out/log/large")).hasSize(1);
        if (commit) {
            store.commitPrepared(BRANCH);
            assertThat(drain("out")).containsExactly(LARGE + "/1");
        } else {
            store.rollbackPrepared(BRANCH);
            assertThat(files("queues/out/log/large")).isEmpty();
        }
    }

    /** As on a full disk, on which a file gets no other name. */
    @Test
    void shouldHoldEverythingOnWhenALargeBodyCannotBeKept() throws IOException {
        send("in", "a");
        try (Tailer in = tailer("in")) {
            Transaction transaction = store.newTransaction();
            transaction.append(store.queue("out"), text(LARGE));
            transaction.append(store.queue("out"), text(LARGE));
            long lease = lease(in);
            transaction.acknowledge(in, lease);
            List<String> written = files("queues/out/log/large");
            Path obstacle = directory
                    .resolve("store/queues/out/log/large")
                    .resolve(written.stream()
                            .max(Comparator.naturalOrder())
                            .orElseThrow()
                            .replace(".new", ".prepared"));
            Files.createDirectory(obstacle);

            assertThatThrownBy(() -> transaction.prepare(BRANCH))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cannot rename large body");

            assertThat(store.prepared()).isEmpty();
            assertThat(transaction.isEmpty()).isFalse();
            assertThat(in.holds(lease)).isTrue();
            Files.delete(obstacle);
            assertThat(files("queues/out/log/large")).isEqualTo(written);
            transaction.prepare(BRANCH);
        }
        store.commitPrepared(BRANCH);
        assertThat(drain("out")).containsExactly(LARGE + "/1", LARGE + "/1");
        assertThat(drain("in")).isEmpty();
    }

    @Test
    void shouldKeepASubscriptionWhoseMessagesAreHeld() {
        Destination topic = store.topic("t");
        Subscription durable = topic.subscribe(new SubscriptionOptions("d", true, ""));
        topic.newAppender().append(text("a"));
        prepareConsume(durable);
        assertThatThrownBy(durable::delete)
                .isInstanceOf(IllegalUseException.class)
                .hasMessageContaining("leases=1");
        store.commitPrepared(BRANCH);
        durable.delete();
        assertThat(topic.subscriptions()).isEmpty();
    }

    private void prepareConsume(Subscription subscription) {
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(tailer, lease(tailer));
            transaction.prepare(BRANCH);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndANonDurableSubscriptionWithTheLastThatHoldsIt(boolean commit) {
        Destination topic = store.topic("t");
        Subscription shared = topic.subscribe(new SubscriptionOptions("s", false, ""));
        topic.newAppender().append(text("a"));
        prepareConsume(shared);
        assertThat(topic.subscriptions()).hasSize(1);
        if (commit) {
            store.commitPrepared(BRANCH);
        } else {
            store.rollbackPrepared(BRANCH);
        }
        assertThat(topic.subscriptions()).isEmpty();
    }

    @Test
    void shouldDoTheRestWhenADestinationWasDeleted() {
        send("in", "a");
        send("other", "b");
        try (Tailer in = tailer("in");
                Tailer other = tailer("other")) {
            Transaction transaction = store.newTransaction();
            transaction.append(store.queue("gone"), text("x"));
            transaction.append(store.queue("out"), text("y"));
            transaction.acknowledge(in, lease(in));
            transaction.acknowledge(other, lease(other));
            transaction.prepare(BRANCH);
        }
        store.queue("gone").delete();
        store.queue("other").delete();
        send("other", "new");
        store.commitPrepared(BRANCH);
        assertThat(drain("out")).containsExactly("y/1");
        assertThat(drain("in")).isEmpty();
        assertThat(drain("other")).containsExactly("new/1");
        assertThat(store.find(DestinationKind.QUEUE, "gone")).isEmpty();
    }

    @Test
    void shouldKeepTheSegmentOfWhatIsHeld() {
        send("in", "first");
        prepareMove(BRANCH, Durability.PROCESS);
        for (int i = 0; i < 3_000; i++) {
            send("in", "m" + i);
        }
        assertThat(drain("in")).hasSize(3_000);
        reopen(BEFORE);
        store.rollbackPrepared(BRANCH);
        assertThat(drain("in")).containsExactly("first/2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHoldWhatIsOnATemporaryDestinationInItsProcess(boolean commit) {
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        temporary.newAppender().append(text("t"));
        try (Tailer tailer = temporary.subscription().openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(tailer, lease(tailer));
            transaction.append(temporary, text("reply"));
            transaction.prepare(BRANCH);
            assertThat(tailer.leases()).isZero();
            assertThat(tailer.poll()).isNull();
        }
        if (commit) {
            store.commitPrepared(BRANCH);
            assertThat(drain(temporary.subscription())).containsExactly("reply/1");
        } else {
            store.rollbackPrepared(BRANCH);
            assertThat(drain(temporary.subscription())).containsExactly("t/2");
        }
    }

    @Test
    void shouldHoldEverythingOnWhenADestinationIsFull() {
        store.queue("out").limits(new Limits(1, 0, OverflowPolicy.FAIL, 0));
        send("out", "x");
        send("in", "a");
        try (Tailer in = tailer("in")) {
            Transaction transaction = store.newTransaction();
            transaction.append(store.queue("out"), text("moved"));
            transaction.acknowledge(in, lease(in));
            assertThatThrownBy(() -> transaction.prepare(BRANCH)).isInstanceOf(LimitExceededException.class);
            assertThat(store.prepared()).isEmpty();
            assertThat(drain("out")).containsExactly("x/1");
            transaction.commit();
        }
        assertThat(drain("out")).containsExactly("moved/1");
    }

    @Test
    void shouldTellBranchesApart() {
        assertThat(BRANCH).isEqualTo(branch("one")).hasSameHashCodeAs(branch("one"));
        assertThat(BRANCH).isNotEqualTo(branch("two"));
        assertThat(new BranchId(1, new byte[] {1, 2}, new byte[] {3}))
                .isNotEqualTo(new BranchId(1, new byte[] {1}, new byte[] {2, 3}))
                .isNotEqualTo(new BranchId(2, new byte[] {1, 2}, new byte[] {3}));
        BranchId longest = new BranchId(-1, new byte[64], new byte[64]);
        assertThat(BranchId.decode(longest.encoded())).isEqualTo(longest);
        prepareNothing(longest);
        assertThat(branches()).containsExactly(longest);
        store.commitPrepared(longest);
        assertThatThrownBy(() -> new BranchId(1, new byte[65], new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=65");
        assertThatThrownBy(() -> new BranchId(1, new byte[0], new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(BRANCH).hasToString("7:one:0x01");
    }
}
