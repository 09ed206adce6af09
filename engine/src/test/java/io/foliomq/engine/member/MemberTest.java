package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    Path directory;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<Long> deaths = new CopyOnWriteArrayList<>();
    private StoreLayout layout;
    private StoreMark mark;

    @BeforeEach
    void makeStore() {
        layout = new StoreLayout(directory.resolve("store"));
        mark = StoreMark.openOrCreate(layout, NOW_MS, 1 << 20, 1 << 10);
    }

    @AfterEach
    void noErrors() {
        mark.close();
        assertThat(errors).isEmpty();
        assertThat(deaths).isEmpty();
    }

    private Member attach() {
        return Member.attach(layout, mark, () -> NOW_MS, SystemNanoClock.INSTANCE, deaths::add, errors::add);
    }

    @Test
    void shouldTakeTheFirstFreeSlotAndNeverGiveATokenTwice() {
        Member first = attach();
        Member second = attach();
        first.close();
        Member third = attach();

        assertThat(List.of(first.slot(), second.slot(), third.slot())).containsExactly(0, 1, 0);
        assertThat(List.of(first.incarnation(), second.incarnation(), third.incarnation()))
                .containsExactly(1, 2, 3);
        assertThat(third.token()).isEqualTo(3L << 16);
        assertThat(Member.slotOf(second.token())).isEqualTo(1);
        assertThat(Member.incarnationOf(second.token())).isEqualTo(2);
        second.close();
        third.close();
    }

    @Test
    void shouldSeeMembersOfTheSameJvmAliveUntilTheyClose() {
        try (Member first = attach();
                Member second = attach()) {
            assertThat(first.isAlive(first.token())).isTrue();
            assertThat(first.isAlive(second.token())).isTrue();
            assertThat(second.isAlive(first.token())).isTrue();

            second.close();

            assertThat(first.isAlive(second.token())).isFalse();
            first.reapDead();
            assertThat(first.describe(second.token())).isEqualTo("member=1, incarnation=2, attached=no");
        }
    }

    @Test
    void shouldWakeTheMemberThatIsRung() {
        AtomicInteger rings = new AtomicInteger();
        try (Member first = attach();
                Member second = attach()) {
            second.onBell(rings::incrementAndGet);
            await().until(() -> {
                first.ring(second.slot());
                return rings.get() > 3;
            });
        }
    }

    @Test
    void shouldLeaveNoSocketFileBehind() {
        Member member = attach();
        assertThat(layout.bell(0)).exists();
        member.close();
        member.close();
        assertThat(Files.exists(layout.bell(0))).isFalse();
    }
}
