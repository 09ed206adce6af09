package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
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

    /** Makes a slot look like that of a member that died: a token, and nobody who holds the lock. */
    long pretendDeath(int slot) {
        long token = MemberDescriptor.token(mark.nextIncarnation(), slot);
        fileOrNew(slot).attach(token, 4711, "elsewhere", NOW_MS);
        return token;
    }

    MemberFile fileOrNew(int slot) {
        return MemberFile.openOrCreate(layout, mark.storeId(), slot, NOW_MS);
    }

    Crowd crowd() {
        return new Crowd();
    }

    /** Somebody in every slot, held by this JVM. */
    final class Crowd implements AutoCloseable {
        private final SlotLocks locks = new SlotLocks(layout, JvmIdentity.current());
        private final List<SlotLock> held = new ArrayList<>();
        private final BitSet left = new BitSet();

        Crowd() {
            for (int slot = 0; slot < Member.SLOTS; slot++) {
                MemberFile file = fileOrNew(slot);
                held.add(locks.tryTake(file));
                file.attach(MemberDescriptor.token(slot + 1, slot), 1, "here", NOW_MS);
            }
        }

        void leave(int slot) {
            held.get(slot).file().vacate();
            held.get(slot).close();
            left.set(slot);
        }

        @Override
        public void close() {
            for (int slot = 0; slot < Member.SLOTS; slot++) {
                if (!left.get(slot)) {
                    leave(slot);
                }
            }
        }
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        mark.close();
        assertThat(errors).isEmpty();
    }
}
