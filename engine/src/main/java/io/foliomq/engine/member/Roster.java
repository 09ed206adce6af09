package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
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
    private final BitSet unusable = new BitSet(Member.SLOTS);
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
        while (slots < Member.SLOTS && Files.exists(layout.member(slots))) {
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
                : Uninterrupted.get(() -> map(slot, () -> MemberFile.openOrCreate(layout, storeId, slot, nowMs)));
    }

    /** The token in the slot, or 0 if nobody is there. */
    long tokenAt(int slot) {
        MemberFile file = file(slot);
        if (file == null) {
            return MemberDescriptor.VACANT_TOKEN;
        }
        long token = file.token();
        if (MemberDescriptor.isValid(token, slot)) {
            return token;
        }
        discard(slot, file);
        return MemberDescriptor.VACANT_TOKEN;
    }

    boolean isKnownDead(int slot) {
        MemberFile file = file(slot);
        return file != null && file.state() == MemberState.DEAD;
    }

    boolean isAlive(long token) {
        int slot = MemberDescriptor.slotOf(token);
        if (token == MemberDescriptor.VACANT_TOKEN || tokenAt(slot) != token) {
            return false;
        }
        MemberFile file = file(slot);
        return file != null
                && file.state() != MemberState.DEAD
                && !locks.isOwnerGone(file, token)
                && file.token() == token;
    }

    String describe(long token) {
        int slot = MemberDescriptor.slotOf(token);
        MemberFile file = file(slot);
        if (file == null || file.token() != token) {
            return "member=" + slot + ", incarnation=" + MemberDescriptor.incarnationOf(token) + ", attached=no";
        }
        return "member=" + slot + ", pid=" + file.pid() + ", host=" + file.host();
    }

    List<Attachment> attachments() {
        extend();
        List<Attachment> attachments = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            long token = tokenAt(slot);
            MemberFile file = file(slot);
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
        } catch (StoreFault e) {
            reject(slot, e);
        }
        files.set(slot, file);
        return file;
    }

    private synchronized void discard(int slot, MemberFile file) {
        if (unusable.get(slot)) {
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
        boolean passing = fault.kind() == StoreFault.Kind.IO
                || fault.kind() == StoreFault.Kind.DELETED
                || fault.kind() == StoreFault.Kind.DISK_FULL;
        unusable.set(slot, !passing);
        onError.onError(fault);
    }
}
