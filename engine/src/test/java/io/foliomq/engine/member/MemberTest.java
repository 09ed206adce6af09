package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.storage.StoreFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {
    @TempDir
    Path directory;

    private AttachedStore store;

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldTakeTheFirstFreeSlotAndNeverGiveATokenTwice() {
        Member first = store.attach();
        Member second = store.attach();
        first.close();
        Member third = store.attach();

        assertThat(List.of(first.slot(), second.slot(), third.slot())).containsExactly(0, 1, 0);
        assertThat(List.of(first.incarnation(), second.incarnation(), third.incarnation()))
                .containsExactly(1, 2, 3);
        assertThat(third.token()).isEqualTo(3L << 16);
        assertThat(Member.slotOf(second.token())).isEqualTo(1);
        assertThat(Member.incarnationOf(second.token())).isEqualTo(2);
    }

    @Test
    void shouldTakeTheHighestTokenApart() {
        long token = MemberDescriptor.token(Integer.MAX_VALUE, 1023);
        assertThat(token).isPositive().isLessThan(1L << 47);
        assertThat(Member.slotOf(token)).isEqualTo(1023);
        assertThat(Member.incarnationOf(token)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldSeeMembersOfTheSameJvmAliveUntilTheyClose() {
        Member first = store.attachAndReap();
        Member second = store.attachAndReap();
        assertThat(first.isAlive(first.token())).isTrue();
        assertThat(first.isAlive(second.token())).isTrue();
        assertThat(second.isAlive(first.token())).isTrue();

        second.close();

        assertThat(first.isAlive(second.token())).isFalse();
        assertThat(second.isAlive(second.token())).isFalse();
        first.reapDead();
        assertThat(store.deaths).isEmpty();
        assertThat(first.describe(second.token())).isEqualTo("member=1, incarnation=2, attached=no");
    }

    @Test
    void shouldKnowNobodyByATokenThatWasNeverGiven() {
        Member member = store.attach();
        for (long token : new long[] {0, -1, 1, 5L << 16 | 3, 1L << 16 | 2000, Long.MAX_VALUE}) {
            assertThat(member.isAlive(token)).as("token %x", token).isFalse();
            assertThat(member.describe(token)).endsWith("attached=no");
        }
    }

    @Test
    void shouldDescribeAndListWhoIsAttached() {
        Member member = store.attach();
        Member dead = store.attach();
        dead.close();
        long token = store.pretendDeath(1);

        assertThat(member.describe(member.token()))
                .startsWith("member=0, pid=" + ProcessHandle.current().pid() + ", host=")
                .doesNotContain("?");
        List<Attachment> attachments = member.attachments();
        assertThat(attachments).extracting(Attachment::token).containsExactly(member.token(), token);
        assertThat(attachments).extracting(Attachment::alive).containsExactly(true, false);
        assertThat(attachments.get(0).attachedMs()).isEqualTo(AttachedStore.NOW_MS);
        assertThat(attachments.get(0).pid()).isEqualTo(ProcessHandle.current().pid());
        member.reapDead();
    }

    @Test
    void shouldLeaveNoSocketFileBehind() {
        Member member = store.attach();
        assertThat(store.layout.bell(0)).exists();
        member.close();
        member.close();
        assertThat(store.layout.bell(0)).doesNotExist();
        assertThat(store.file(0).token()).isZero();
    }

    @Test
    void shouldPreferAVacantSlotToThatOfADeadMember() {
        store.attach().close();
        long dead = store.pretendDeath(0);

        Member member = store.attach();

        assertThat(member.slot()).isEqualTo(1);
        assertThat(store.deaths).isEmpty();
        member.reapDead();
        assertThat(store.deaths).containsExactly(dead);
        assertThat(store.attach().slot()).isZero();
    }

    @Test
    void shouldTakeOverFromADeadMemberWhenNoSlotIsVacant() {
        try (AttachedStore.Crowd crowd = store.crowd()) {
            crowd.leave(3);
            Member witness = store.attach();
            AtomicInteger rings = new AtomicInteger();
            witness.onBell(rings::incrementAndGet);
            crowd.leave(700);
            long dead = store.pretendDeath(700);
            store.onDeath = token -> {
                store.deaths.add(token);
                assertThat(store.file(700).state()).isEqualTo(MemberState.DEAD);
                assertThat(witness.isAlive(dead)).isFalse();
            };

            Member member = store.attach();

            assertThat(member.slot()).isEqualTo(700);
            assertThat(store.deaths).containsExactly(dead);
            assertThat(member.isAlive(dead)).isFalse();
            assertThat(witness.isAlive(member.token())).isTrue();
            await().until(() -> rings.get() > 0);
        }
    }

    @Test
    void shouldRefuseToAttachWhenAllSlotsAreTaken() {
        try (AttachedStore.Crowd crowd = store.crowd()) {
            assertThatThrownBy(store::attach)
                    .isInstanceOfSatisfying(
                            StoreFault.class, fault -> assertThat(fault.kind()).isEqualTo(StoreFault.Kind.LIMIT))
                    .hasMessage("too many members: store=" + store.root() + ", attached=1024, accepted=1024");
            crowd.leave(500);
            assertThat(store.attach().slot()).isEqualTo(500);
        }
    }

    @Test
    void shouldAttachAndReapOnAnInterruptedThread() {
        store.pretendDeath(0);
        Thread.currentThread().interrupt();
        Member member = store.attachAndReap();
        assertThat(member.isAlive(member.token())).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.deaths).hasSize(1);
    }

    @Test
    void shouldSayDeadOfWhomItReaps() {
        Member member = store.attach();
        long dead = store.pretendDeath(1);
        CompletableFuture<Boolean> alive = new CompletableFuture<>();
        store.onDeath = token -> alive.complete(member.isAlive(token));
        member.reapDead();
        assertThat(alive).isCompletedWithValue(false);
        assertThat(store.file(1).token()).isZero();
        assertThat(member.isAlive(dead)).isFalse();
    }

    @Test
    void shouldAnswerItsBellWhileItReaps() throws Exception {
        CountDownLatch reaping = new CountDownLatch(1);
        CountDownLatch reaped = new CountDownLatch(1);
        CountDownLatch rung = new CountDownLatch(1);
        Member member = store.attachAndReap();
        Member other = store.attach();
        store.onDeath = token -> {
            reaping.countDown();
            await().until(() -> reaped.getCount() == 0);
        };
        long dead = store.pretendDeath(2);
        assertThat(reaping.await(10, TimeUnit.SECONDS)).isTrue();

        member.onBell(rung::countDown);
        other.ring(member.slot());
        assertThat(rung.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(member::close);
        assertThat(store.file(2).token()).isEqualTo(dead);
        assertThat(closing).isNotDone();
        reaped.countDown();
        assertThat(closing).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(store.file(2).token()).isZero();
    }

    @Test
    void shouldCallNobodyOnceItIsSilent() {
        AtomicInteger calls = new AtomicInteger();
        Member member = store.attachAndReap();
        Member other = store.attach();
        member.onBell(calls::incrementAndGet);
        await().until(() -> {
            other.ring(member.slot());
            return calls.get() > 0;
        });

        member.silence();

        int before = calls.get();
        long dead = store.pretendDeath(2);
        other.ring(member.slot());
        member.ring(member.slot());
        member.reapDead();
        // The other one hears of it, so the silent one would have.
        AtomicInteger rings = new AtomicInteger();
        other.onBell(rings::incrementAndGet);
        await().until(() -> {
            member.ring(other.slot());
            return rings.get() > 0;
        });
        assertThat(calls).hasValue(before);
        assertThat(store.deaths).isEmpty();
        assertThat(other.isAlive(member.token())).isTrue();
        member.close();
        assertThat(other.isAlive(member.token())).isFalse();
        other.reapDead();
        assertThat(store.deaths).containsExactly(dead);
    }

    @Test
    void shouldLeaveAReapingToWhoeverBeganIt() throws Exception {
        CountDownLatch reaping = new CountDownLatch(1);
        CountDownLatch reaped = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Member first = store.attach();
        Member second = store.attach();
        store.pretendDeath(2);
        store.onDeath = token -> {
            calls.incrementAndGet();
            reaping.countDown();
            await().until(() -> reaped.getCount() == 0);
        };
        CompletableFuture<Void> reaper = CompletableFuture.runAsync(first::reapDead);
        assertThat(reaping.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            second.reapDead();
        }
        // Another descriptor of the lock file could not be closed again before the lock is released.
        assertThat(Descriptors.of(store.layout.memberLock(2))).isEqualTo(1);
        reaped.countDown();
        assertThat(reaper).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(calls).hasValue(1);
        assertThat(Descriptors.of(store.layout.memberLock(2))).isZero();
    }

    @Test
    void shouldMakeItselfKnownToTheMembersInFrontOfIt() {
        store.nanoClock = () -> 0;
        List<Member> members =
                Stream.generate(store::attach).limit(Watch.WINDOW + 3L).toList();
        AtomicInteger rings = new AtomicInteger();
        // Beyond the window of the newcomer, but not of the one before it.
        members.get(members.size() - 1).onBell(rings::incrementAndGet);
        store.attach();
        await().until(() -> rings.get() > 0);
    }

    @Test
    void shouldRefuseToCloseWhileItReapsOnTheSameThread() {
        Member member = store.attach();
        store.pretendDeath(1);
        store.onDeath = token -> member.close();
        member.reapDead();
        assertThat(member.isAlive(member.token())).isTrue();
        // The watch may have tried, too.
        store.onDeath = store.deaths::add;
        await().until(() -> {
            member.reapDead();
            return store.deaths.size() == 1;
        });
        assertThat(store.errors)
                .isNotEmpty()
                .allSatisfy(
                        error -> assertThat(error).hasMessage("cannot close a member while it reaps another: slot=0"));
        store.errors.clear();
    }

    @Test
    void shouldWorkWhereThePathIsTooLongForASocket() throws Exception {
        Path root = directory;
        while (root.toString().length() < 300) {
            root = root.resolve("a-rather-long-name-of-a-directory");
        }
        Files.createDirectories(root);
        try (AttachedStore far = new AttachedStore(root)) {
            CountDownLatch rung = new CountDownLatch(1);
            Member first = far.attachAndReap();
            Member second = far.attachAndReap();
            assertThat(far.layout.bell(0)).exists();
            await().until(() -> {
                second.onBell(rung::countDown);
                first.ring(second.slot());
                return rung.await(1, TimeUnit.SECONDS);
            });
        }
    }
}
