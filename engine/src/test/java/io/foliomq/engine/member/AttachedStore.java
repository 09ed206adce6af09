package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** A store whose members, all in this JVM, write down what happens to them. Closing it closes them, and fails if anything went wrong unexpectedly. */
final class AttachedStore implements AutoCloseable {
    static final long NOW_MS = 1_700_000_000_000L;

    final StoreLayout layout;
    final StoreMark mark;
    final List<Long> deaths = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    NanoClock nanoClock = SystemNanoClock.INSTANCE;
    DeathListener onDeath = deaths::add;
    private final List<Member> members = new ArrayList<>();

    AttachedStore(Path root) {
        layout = new StoreLayout(root);
        mark = StoreMark.openOrCreate(layout, NOW_MS, 1 << 20, 1 << 10);
    }

    Path root() {
        return layout.root();
    }

    Member attach() {
        Member member = Member.attach(layout, mark, () -> NOW_MS, nanoClock, token -> onDeath.died(token), errors::add);
        members.add(member);
        return member;
    }

    /** Attaches and reaps from now on. */
    Member attachAndReap() {
        Member member = attach();
        member.reapDead();
        return member;
    }

    MemberFile file(int slot) {
        return MemberFile.open(layout, mark.storeId(), slot);
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        mark.close();
        assertThat(errors).isEmpty();
    }
}
