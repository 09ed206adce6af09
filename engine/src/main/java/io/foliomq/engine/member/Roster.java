package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * All member files of a store, mapped on first use. A file whose bytes no member can have written makes its slot unusable for as long as this roster
 * lives: it is reported once, and after that the slot counts as empty. Thread-safe.
 */
final class Roster {
    private final StoreLayout layout;
    private final StoreId storeId;
    private final SlotLocks locks;
    private final ErrorHandler onError;
    private final AtomicReferenceArray<@Nullable MemberFile> files = new AtomicReferenceArray<>(Member.SLOTS);
    /** Slots whose file is not one of a member, for good. Guarded by this object's monitor. */
    private final BitSet unusable = new BitSet(Member.SLOTS);
    /** Slots whose file could not be opened the last time, for a reason that may pass. Guarded by this object's monitor. */
    private final BitSet uncertain = new BitSet(Member.SLOTS);
    /** Every slot below it may have a file. Written under this object's monitor, read by anybody. */
    private volatile int slots;

    Roster(StoreLayout layout, StoreId storeId, ErrorHandler onError) {
        this.layout = layout;
        this.storeId = storeId;
        this.locks = new SlotLocks(layout, JvmIdentity.current());
        this.onError = onError;
    }

    StoreLayout layout() {
        return layout;
    }

    SlotLocks locks() {
        return locks;
    }

    /** One more than the highest slot that was ever used, as far as we know. */
    int slots() {
        return slots;
    }

    /** Learns of slots that others used for the first time. Slots are taken from the lowest up, so the first gap ends the search. */
    synchronized void extend() {
        while (slots < Member.SLOTS && (Files.exists(layout.member(slots)) || Files.exists(layout.memberLock(slots)))) {
            slots++;
        }
    }

    /** The slot's file, or {@code null} if there is none or if it is unusable. */
    @Nullable
    MemberFile file(int slot) {
        if (slot < 0 || slot >= Member.SLOTS) {
            return null;
        }
        MemberFile file = files.get(slot);
        return file != null
                ? file
                : Uninterrupted.get(() -> map(slot, () -> {
                    return Files.exists(layout.member(slot)) ? MemberFile.open(layout, storeId, slot) : null;
                }));
    }

    /** Like {@link #file(int)} but makes the file if there is none. */
    @Nullable
    MemberFile fileOrNew(int slot, long nowMs) {
        MemberFile file = files.get(slot);
        return file != null
                ? file
                : Uninterrupted.get(() -> map(slot, () -> {
                    refuseNewFileOfOldOwner(slot);
                    return MemberFile.openOrCreate(layout, storeId, slot, nowMs);
                }));
    }

    /** With an empty file in the place of one that somebody deleted, its member would count as dead. */
    private void refuseNewFileOfOldOwner(int slot) {
        if (Files.exists(layout.memberLock(slot)) && !Files.exists(layout.member(slot)) && !locks.isFree(slot)) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is missing: file=" + layout.member(slot) + ", expected=that of the member that holds "
                            + layout.memberLock(slot));
        }
    }

    /** The token in the slot, or 0 if nobody is there. */
    long tokenAt(int slot) {
        MemberFile file = file(slot);
        if (file == null) {
            return MemberDescriptor.VACANT_TOKEN;
        }
        try {
            long token = file.token();
            if (MemberDescriptor.isValid(token, slot)) {
                return token;
            }
        } catch (InternalError cut) {
            // Whether it is this file's, the look at it says.
        }
        discard(slot, file);
        return MemberDescriptor.VACANT_TOKEN;
    }

    boolean isKnownDead(int slot) {
        MemberFile file = intact(slot);
        return file != null && file.state() == MemberState.DEAD;
    }

    /** The slot's file, unless its bytes are not those of a member any more. */
    private @Nullable MemberFile intact(int slot) {
        MemberFile file = file(slot);
        if (file != null) {
            discard(slot, file);
        }
        return file(slot);
    }

    /** After a fault of the JVM: passes over every file whose mapping may be the reason. */
    void discardDamaged() {
        for (int slot = 0; slot < slots; slot++) {
            intact(slot);
        }
    }

    /** Whether the slot's file is there and cannot be read at the moment. */
    synchronized boolean isUncertain(int slot) {
        return slot >= 0 && slot < Member.SLOTS && uncertain.get(slot);
    }

    boolean isAlive(long token) {
        int slot = MemberDescriptor.slotOf(token);
        if (token == MemberDescriptor.VACANT_TOKEN || !MemberDescriptor.isValid(token, slot) || slot >= Member.SLOTS) {
            return false;
        }
        MemberFile file = intact(slot);
        if (file == null) {
            return isUnreadable(slot) && !locks.isFree(slot);
        }
        return file.token() == token
                && file.state() != MemberState.DEAD
                && !locks.isOwnerGone(file, token)
                && file.token() == token;
    }

    /** Of a slot whose file tells nothing, the lock still tells whether anybody is there. */
    private synchronized boolean isUnreadable(int slot) {
        return unusable.get(slot) || uncertain.get(slot);
    }

    String describe(long token) {
        int slot = MemberDescriptor.slotOf(token);
        MemberFile file = intact(slot);
        if (file == null || file.token() != token) {
            return "member=" + slot + ", incarnation=" + MemberDescriptor.incarnationOf(token) + ", attached=no";
        }
        return "member=" + slot + ", pid=" + file.pid() + ", host=" + file.host();
    }

    List<Attachment> attachments() {
        extend();
        List<Attachment> attachments = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            MemberFile file = intact(slot);
            long token = tokenAt(slot);
            if (token != MemberDescriptor.VACANT_TOKEN && file != null) {
                attachments.add(new Attachment(token, file.pid(), file.host(), file.attachedMs(), isAlive(token)));
            }
        }
        return attachments;
    }

    private interface Opening {
        @Nullable
        MemberFile open();
    }

    private synchronized @Nullable MemberFile map(int slot, Opening opening) {
        MemberFile file = files.get(slot);
        if (file != null || unusable.get(slot)) {
            return file;
        }
        try {
            file = opening.open();
            uncertain.clear(slot);
        } catch (StoreFault e) {
            reject(slot, e);
        }
        files.set(slot, file);
        return file;
    }

    private synchronized void discard(int slot, MemberFile file) {
        if (files.get(slot) != file) {
            return;
        }
        try {
            file.verify();
        } catch (StoreFault e) {
            reject(slot, e);
            files.set(slot, null);
        }
    }

    private void reject(int slot, StoreFault fault) {
        switch (fault.kind()) {
            case DELETED -> uncertain.clear(slot);
            // Not this slot's fault: none can be made.
            case DISK_FULL -> throw fault;
            case CORRUPT, TOO_OLD, TOO_NEW, MISMATCH -> {
                unusable.set(slot);
                uncertain.clear(slot);
                onError.onError(fault);
            }
            default -> {
                if (!uncertain.get(slot)) {
                    uncertain.set(slot);
                    onError.onError(fault);
                }
            }
        }
    }
}
