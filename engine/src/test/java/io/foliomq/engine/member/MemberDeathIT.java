package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members die, in processes of their own. */
class MemberDeathIT {
    private static final int ROUNDS = 7;

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
    void shouldReapAKilledMemberWithinAHundredMilliseconds() {
        Map<Long, Long> diedAtNs = new ConcurrentHashMap<>();
        store.onDeath = token -> diedAtNs.put(token, System.nanoTime());
        store.attachAndReap();
        long[] delaysUs = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm child = MemberChild.start(store.root())) {
                long token = MemberChild.tokenOf(child);
                assertThat(Member.slotOf(token)).isEqualTo(1);
                long killedAtNs = System.nanoTime();
                child.kill();
                await().until(() -> diedAtNs.containsKey(token));
                delaysUs[round] = TimeUnit.NANOSECONDS.toMicros(diedAtNs.get(token) - killedAtNs);
                await().until(() -> store.file(1).token() == MemberDescriptor.VACANT_TOKEN);
            }
        }
        Arrays.sort(delaysUs);
        System.out.println("kill -9 to onDeath in another process, us: " + Arrays.toString(delaysUs));
        assertThat(diedAtNs).hasSize(ROUNDS);
        assertThat(delaysUs[ROUNDS / 2]).isLessThan(TimeUnit.MILLISECONDS.toMicros(100));
    }

    @Test
    void shouldBeReapedByExactlyOneOfThreeSurvivors() {
        try (ChildJvm first = MemberChild.start(store.root());
                ChildJvm second = MemberChild.start(store.root());
                ChildJvm third = MemberChild.start(store.root())) {
            List<ChildJvm> survivors = List.of(first, second, third);
            List<Long> killed = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                try (ChildJvm victim = MemberChild.start(store.root())) {
                    long token = MemberChild.tokenOf(victim);
                    victim.kill();
                    await().until(() -> store.file(Member.slotOf(token)).token() == MemberDescriptor.VACANT_TOKEN);
                    killed.add(token);
                }
            }
            survivors.forEach(survivor -> survivor.ask("reap"));
            List<Long> reaped =
                    survivors.stream().flatMap(MemberDeathIT::deaths).toList();
            assertThat(reaped).containsExactlyInAnyOrderElementsOf(killed);
            assertThat(killed).doesNotHaveDuplicates();
        }
    }

    private static Stream<Long> deaths(ChildJvm child) {
        String deaths = child.ask("deaths").replaceAll("[\\[\\] ]", "");
        return Arrays.stream(deaths.split(",")).filter(each -> !each.isEmpty()).map(Long::parseLong);
    }

    @Test
    void shouldNotTakeACleanCloseForADeath() {
        Member survivor = store.attachAndReap();
        try (ChildJvm closing = MemberChild.start(store.root());
                ChildJvm killed = MemberChild.start(store.root())) {
            long closed = MemberChild.tokenOf(closing);
            long dead = MemberChild.tokenOf(killed);
            assertThat(survivor.isAlive(closed)).isTrue();

            closing.ask("close");

            assertThat(survivor.isAlive(closed)).isFalse();
            survivor.reapDead();
            killed.kill();
            await().until(() -> !store.deaths.isEmpty());
            assertThat(store.deaths).containsExactly(dead);
        }
    }

    @Test
    void shouldTakeAStoppedMemberForAlive() {
        Member survivor = store.attachAndReap();
        try (ChildJvm stopped = MemberChild.start(store.root());
                ChildJvm other = MemberChild.start(store.root())) {
            long token = MemberChild.tokenOf(stopped);
            stopped.pause();
            survivor.reapDead();
            other.ask("reap");

            assertThat(survivor.isAlive(token)).isTrue();
            assertThat(other.ask("alive " + token)).isEqualTo("true");
            // More than its socket can hold: neither blocks nor kills.
            for (int i = 0; i < 100_000; i++) {
                survivor.ring(Member.slotOf(token));
            }
            stopped.resume();
            await().until(() -> Integer.parseInt(stopped.ask("rings")) > 0);
            assertThat(store.deaths).isEmpty();
            assertThat(other.ask("deaths")).isEqualTo("[]");
        }
    }

    @Test
    void shouldGiveTheSlotOfAReapedMemberToANewOneWithANewToken() {
        Member survivor = store.attachAndReap();
        long dead;
        try (ChildJvm child = MemberChild.start(store.root())) {
            dead = MemberChild.tokenOf(child);
            child.kill();
            await().until(() -> store.deaths.contains(dead)
                    && store.file(Member.slotOf(dead)).token() == MemberDescriptor.VACANT_TOKEN);
        }
        try (ChildJvm successor = MemberChild.start(store.root())) {
            long token = MemberChild.tokenOf(successor);
            assertThat(Member.slotOf(token)).isEqualTo(Member.slotOf(dead));
            assertThat(Member.incarnationOf(token)).isGreaterThan(Member.incarnationOf(dead));
            assertThat(survivor.isAlive(dead)).isFalse();
            assertThat(survivor.isAlive(token)).isTrue();
        }
    }

    @Test
    void shouldLeaveTheMemberOfAReaperThatIsKilledWhileReapingToTheNext() {
        Member survivor = store.attach();
        try (ChildJvm victim = MemberChild.start(store.root());
                ChildJvm reaper = MemberChild.start(store.root())) {
            long dead = MemberChild.tokenOf(victim);
            long stuck = MemberChild.tokenOf(reaper);
            reaper.ask("stuck");
            victim.kill();
            // Dead for everybody, the one who reaps included, although the reaper holds its lock.
            assertThat(reaper.await("died")).startsWith(dead + " ").endsWith(" false");
            assertThat(survivor.isAlive(dead)).isFalse();
            survivor.reapDead();
            assertThat(store.deaths).isEmpty();

            reaper.kill();

            await().atMost(Duration.ofSeconds(5)).until(() -> store.deaths.size() == 2);
            assertThat(store.deaths).containsExactlyInAnyOrder(dead, stuck);
        }
    }

    @Test
    void shouldReapAgainWhatAListenerFailedToReap() {
        try (ChildJvm survivor = MemberChild.start(store.root())) {
            survivor.ask("failing");
            long dead;
            try (ChildJvm victim = MemberChild.start(store.root())) {
                dead = MemberChild.tokenOf(victim);
                victim.kill();
            }
            assertThat(survivor.await("died")).startsWith(dead + " ");
            assertThat(survivor.await("died")).startsWith(dead + " ");
            await().until(() -> store.file(Member.slotOf(dead)).token() == MemberDescriptor.VACANT_TOKEN);
            assertThat(survivor.ask("errors")).contains("made to fail");
        }
    }

    @Test
    void shouldRingEverybodyWhenAMemberDied() {
        try (ChildJvm first = MemberChild.start(store.root());
                ChildJvm second = MemberChild.start(store.root());
                ChildJvm victim = MemberChild.start(store.root())) {
            long token = MemberChild.tokenOf(victim);
            assertThat(first.ask("alive " + token)).isEqualTo("true");
            int firstRings = Integer.parseInt(first.ask("rings"));
            int secondRings = Integer.parseInt(second.ask("rings"));
            victim.kill();
            await().until(() -> Integer.parseInt(first.ask("rings")) > firstRings
                    && Integer.parseInt(second.ask("rings")) > secondRings);
        }
    }

    @Test
    void shouldReapOnlyFromTheFirstRequestOn() {
        Member survivor = store.attach();
        long dead;
        try (ChildJvm victim = MemberChild.start(store.root())) {
            dead = MemberChild.tokenOf(victim);
            victim.kill();
            await().until(() -> !survivor.isAlive(dead));
        }
        assertThat(store.deaths).isEmpty();
        assertThat(survivor.attachments()).filteredOn(each -> !each.alive()).hasSize(1);

        survivor.reapDead();

        assertThat(store.deaths).containsExactly(dead);
        assertThat(survivor.attachments()).hasSize(1);
    }

    @Test
    void shouldTellItselfFromAChildThatInheritedItsSystemProperties() {
        store.attachAndReap();
        String inherited = "-D" + JvmIdentity.PROPERTY + "=" + System.getProperty(JvmIdentity.PROPERTY);
        try (ChildJvm child = MemberChild.start(store.root(), inherited)) {
            long token = MemberChild.tokenOf(child);
            child.kill();
            await().until(() -> store.deaths.contains(token));
        }
    }
}
