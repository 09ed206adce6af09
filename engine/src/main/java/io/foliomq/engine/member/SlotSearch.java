package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreFault;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/** Finds the slot of a new member: the first that is vacant, else the first whose owner is dead. */
final class SlotSearch {
    private SlotSearch() {}

    static SlotLock take(Roster roster, EpochClock clock, DeathListener onDeath) {
        for (int slot = 0; slot < Member.SLOTS; slot++) {
            SlotLock lock = takeVacant(roster, roster.fileOrNew(slot, clock.time()));
            if (lock != null) {
                return lock;
            }
        }
        for (int slot = 0; slot < Member.SLOTS; slot++) {
            MemberFile file = roster.file(slot);
            SlotLock lock = file == null ? null : Reaper.takeOver(file, roster.locks(), onDeath);
            if (lock != null) {
                return lock;
            }
        }
        throw new StoreFault(
                StoreFault.Kind.LIMIT,
                "too many members: store=" + roster.layout().root() + ", attached=" + Member.SLOTS + ", accepted="
                        + Member.SLOTS);
    }

    private static @Nullable SlotLock takeVacant(Roster roster, @Nullable MemberFile file) {
        SlotLock lock = file == null || file.token() != MemberDescriptor.VACANT_TOKEN
                ? null
                : roster.locks().tryTake(file);
        if (lock != null && lock.file().token() != MemberDescriptor.VACANT_TOKEN) {
            // Somebody attached here and died between the look and the lock: the second round may reap it.
            lock.close();
            return null;
        }
        return lock;
    }
}
