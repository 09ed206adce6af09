package io.foliomq.engine.member;

import static io.foliomq.engine.member.MemberDescriptor.ATTACHED_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.HOLDER_HIGH_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.HOLDER_LOW_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.HOST_CAPACITY;
import static io.foliomq.engine.member.MemberDescriptor.HOST_LENGTH_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.HOST_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.PID_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.STATE_OFFSET;
import static io.foliomq.engine.member.MemberDescriptor.TOKEN_OFFSET;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One slot's member file, mapped. It is small and has no close: the mapping goes with the object, so that a thread that still asks about
 * a member while its store closes reads old bytes and never unmapped memory.
 */
final class MemberFile {
    private final int slot;
    private final MappedFile file;
    private final AtomicBuffer buffer;

    private MemberFile(int slot, MappedFile file) {
        this.slot = slot;
        this.file = file;
        this.buffer = file.buffer();
    }

    static MemberFile open(StoreLayout layout, StoreId storeId, int slot) {
        return verified(slot, MappedFile.open(layout.member(slot), FileKind.MEMBER, storeId));
    }

    static MemberFile openOrCreate(StoreLayout layout, StoreId storeId, int slot, long nowMs) {
        MappedFile mapped = MappedFile.openOrCreate(
                layout.member(slot),
                FileKind.MEMBER,
                storeId,
                nowMs,
                MemberDescriptor.LENGTH,
                MemberDescriptor.LENGTH,
                buffer -> {});
        return verified(slot, mapped);
    }

    private static MemberFile verified(int slot, MappedFile mapped) {
        int length = mapped.buffer().capacity();
        if (length < MemberDescriptor.LENGTH) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + mapped.path() + ", field=length, expected=" + MemberDescriptor.LENGTH
                            + ", actual=" + length);
        }
        MemberFile file = new MemberFile(slot, mapped);
        file.verify();
        return file;
    }

    /** Fails unless the file has its length and header, and token and state are ones that a member can have written. */
    void verify() {
        try {
            verifyBytes();
        } catch (InternalError late) {
            // The JVM's word for a mapping whose file was cut, which may have come late, from another file.
            verifyAgain();
        }
    }

    private void verifyBytes() {
        file.verifyInPlace(FileKind.MEMBER, MemberDescriptor.LENGTH);
        verifyOwner();
    }

    private void verifyAgain() {
        try {
            verifyBytes();
        } catch (InternalError e) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT, "file is corrupt: file=" + file.path() + ", field=length, cause=" + e, e);
        }
    }

    private void verifyOwner() {
        long token = token();
        int code = buffer.getIntVolatile(STATE_OFFSET);
        if (!MemberDescriptor.isValid(token, slot) || MemberState.of(code) == null) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + file.path() + ", field=token and state, expected=a token of slot " + slot
                            + " and a state 0..2, actual=0x" + Long.toHexString(token) + " and " + code);
        }
    }

    int slot() {
        return slot;
    }

    long token() {
        return buffer.getLongVolatile(TOKEN_OFFSET);
    }

    /** The state; a code that is none reads as {@link MemberState#ATTACHED}, for which the lock has the last word. */
    MemberState state() {
        MemberState state = MemberState.of(buffer.getIntVolatile(STATE_OFFSET));
        return state == null ? MemberState.ATTACHED : state;
    }

    long pid() {
        return buffer.getLong(PID_OFFSET);
    }

    long attachedMs() {
        return buffer.getLong(ATTACHED_OFFSET);
    }

    String host() {
        byte[] bytes = new byte[Math.max(0, Math.min(HOST_CAPACITY, buffer.getInt(HOST_LENGTH_OFFSET)))];
        buffer.getBytes(HOST_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8).replaceAll("[^\\p{L}\\p{N}._-]", "?");
    }

    boolean isHeldBy(JvmIdentity jvm) {
        return buffer.getLongVolatile(HOLDER_HIGH_OFFSET) == jvm.high()
                && buffer.getLongVolatile(HOLDER_LOW_OFFSET) == jvm.low();
    }

    void holder(JvmIdentity jvm) {
        buffer.putLongVolatile(HOLDER_HIGH_OFFSET, jvm.high());
        buffer.putLongVolatile(HOLDER_LOW_OFFSET, jvm.low());
    }

    void noHolder() {
        buffer.putLongVolatile(HOLDER_HIGH_OFFSET, 0);
        buffer.putLongVolatile(HOLDER_LOW_OFFSET, 0);
    }

    void attach(long token, long pid, String host, long attachedMs) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        byte[] kept = Arrays.copyOf(name, Math.min(name.length, HOST_CAPACITY));
        buffer.putIntVolatile(STATE_OFFSET, MemberState.ATTACHED.code());
        buffer.putLong(PID_OFFSET, pid);
        buffer.putLong(ATTACHED_OFFSET, attachedMs);
        buffer.putInt(HOST_LENGTH_OFFSET, kept.length);
        buffer.putBytes(HOST_OFFSET, kept);
        buffer.putLongVolatile(TOKEN_OFFSET, token);
    }

    void markDead() {
        buffer.putIntVolatile(STATE_OFFSET, MemberState.DEAD.code());
    }

    void vacate() {
        buffer.putLongVolatile(TOKEN_OFFSET, MemberDescriptor.VACANT_TOKEN);
        buffer.putIntVolatile(STATE_OFFSET, MemberState.VACANT.code());
    }
}
