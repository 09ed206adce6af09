package io.foliomq.engine.transaction;

import static io.foliomq.engine.transaction.TransactionDescriptor.BODY_OFFSET;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One transaction on disk; see {@link TransactionDescriptor}. Used by one thread at a time. */
public final class TransactionFile implements AutoCloseable {
    private static final byte[] NO_BRANCH = {};

    /** Bytes of operations; more are looked at before they are copied. */
    private static final int LONG = 1 << 20;

    private final MappedFile file;
    private final AtomicBuffer buffer;
    private Path path;
    private boolean nameForced;
    private int reserved = TransactionDescriptor.RESERVED;

    private TransactionFile(MappedFile file) {
        this.file = file;
        this.buffer = file.buffer();
        this.path = file.path();
    }

    public static TransactionFile create(Path path, StoreId storeId, long now, long owner) {
        return new TransactionFile(MappedFile.openOrCreate(
                path,
                FileKind.TRANSACTION,
                storeId,
                now,
                TransactionDescriptor.LENGTH,
                TransactionDescriptor.RESERVED,
                buffer -> buffer.putLong(TransactionDescriptor.OWNER_OFFSET, owner)));
    }

    public static TransactionFile open(Path path, StoreId storeId) {
        return new TransactionFile(MappedFile.open(path, FileKind.TRANSACTION, storeId, TransactionDescriptor.LENGTH));
    }

    public long owner() {
        return buffer.getLong(TransactionDescriptor.OWNER_OFFSET);
    }

    public long reference() {
        return buffer.getLong(TransactionDescriptor.REFERENCE_OFFSET);
    }

    public TransactionState state() {
        return TransactionState.of(buffer.getLongVolatile(TransactionDescriptor.STATE_OFFSET));
    }

    /** Token of the member that decided about a prepared transaction; 0 if none did. */
    public long decider() {
        return buffer.getLongVolatile(TransactionDescriptor.STATE_OFFSET) >>> TransactionDescriptor.DECIDER_SHIFT;
    }

    /** As it was given to {@link #write}. */
    public int durability() {
        return (int) buffer.getLong(TransactionDescriptor.DURABILITY_OFFSET) & ~TransactionDescriptor.RUN_FLAG;
    }

    /** Whether its records tell after a power loss by themselves whether it was committed: then this file does not. */
    public boolean isRun() {
        return (buffer.getLong(TransactionDescriptor.DURABILITY_OFFSET) & TransactionDescriptor.RUN_FLAG) != 0;
    }

    /** Before {@link #commit()}: what was written is a run. */
    public void markRun() {
        buffer.putLong(
                TransactionDescriptor.DURABILITY_OFFSET,
                buffer.getLong(TransactionDescriptor.DURABILITY_OFFSET) | TransactionDescriptor.RUN_FLAG);
    }

    /** A part of its run is seen by others, and the rest will be appended: from now on this file says so after a power loss too. */
    public void keepOverPowerLoss() {
        buffer.putLong(TransactionDescriptor.DURABILITY_OFFSET, durability());
        sync();
    }

    /** When it was prepared, ms since the epoch. */
    public long preparedMs() {
        return buffer.getLong(TransactionDescriptor.PREPARED_OFFSET);
    }

    public int operationCount() {
        return (int) buffer.getLong(TransactionDescriptor.OPERATIONS_OFFSET);
    }

    /** Under which name a transaction manager knows it; of length 0 if none does. */
    public byte[] branch() {
        long length = buffer.getLong(TransactionDescriptor.BRANCH_LENGTH_OFFSET);
        if (length < 0 || length > TransactionDescriptor.LONGEST_BRANCH) {
            throw corrupt("branch length", length);
        }
        byte[] branch = new byte[(int) length];
        buffer.getBytes(TransactionDescriptor.BRANCH_OFFSET, branch);
        return branch;
    }

    /** Writes the operations; nothing is decided yet. */
    public void write(Operations operations, long reference, int durability) {
        write(operations, reference, durability, NO_BRANCH, 0);
    }

    /** The same for a transaction that is about to be prepared. */
    public void write(Operations operations, long reference, int durability, byte[] branch, long preparedMs) {
        int end = BODY_OFFSET + operations.length();
        long need = (long) end + (long) operations.count() * Long.BYTES;
        if (need > TransactionDescriptor.LENGTH) {
            throw new StoreFault(
                    StoreFault.Kind.TOO_LARGE,
                    "transaction is too large: bytes=" + need + ", accepted=" + TransactionDescriptor.LENGTH
                            + ", advice=commit more often");
        }
        if (need > reserved) {
            int to = (int) Math.min(Math.max(need, reserved * 2L), TransactionDescriptor.LENGTH);
            Zeros.writePages(file.path(), reserved, to);
            reserved = to;
        }
        buffer.putBytes(BODY_OFFSET, operations.buffer(), 0, operations.length());
        buffer.setMemory(end, operations.count() * Long.BYTES, (byte) 0);
        buffer.putLong(TransactionDescriptor.REFERENCE_OFFSET, reference);
        buffer.putLong(TransactionDescriptor.END_OFFSET, end);
        buffer.putLong(TransactionDescriptor.OPERATIONS_OFFSET, operations.count());
        buffer.putLong(TransactionDescriptor.DURABILITY_OFFSET, durability);
        buffer.putLong(TransactionDescriptor.PREPARED_OFFSET, preparedMs);
        buffer.putLong(TransactionDescriptor.BRANCH_LENGTH_OFFSET, branch.length);
        buffer.putBytes(TransactionDescriptor.BRANCH_OFFSET, branch);
        buffer.putLong(TransactionDescriptor.CRC_OFFSET, crc(operations.bytes(), operations.length(), branch));
    }

    /**
     * Gives the file another name, which nobody else has.
     *
     * @throws StoreFault {@code ILLEGAL} if somebody has
     */
    public void rename(Path to) {
        try {
            Files.createLink(to, path);
            Files.delete(path);
            path = to;
            nameForced = false;
        } catch (FileAlreadyExistsException e) {
            throw new StoreFault(StoreFault.Kind.ILLEGAL, "transaction is prepared already: file=" + to, e);
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot rename transaction: file=" + path + ", to=" + to + ", cause=" + e, e);
        }
    }

    /** Decided by nobody, from now on, and open to everybody. */
    public void prepare() {
        buffer.putLongVolatile(TransactionDescriptor.STATE_OFFSET, TransactionState.PREPARED.ordinal());
    }

    /** Of all members that decide, one wins. {@code false} if what the caller saw is not so any more. */
    public boolean decide(TransactionState seen, long seenDecider, TransactionState decision, long decider) {
        return buffer.compareAndSetLong(
                TransactionDescriptor.STATE_OFFSET, word(seen, seenDecider), word(decision, decider));
    }

    /** As {@link #finish()}, of a prepared one: the decider is to delete the file. */
    public void finish(long decider) {
        buffer.putLongVolatile(TransactionDescriptor.STATE_OFFSET, word(TransactionState.IDLE, decider));
    }

    private static long word(TransactionState state, long decider) {
        return decider << TransactionDescriptor.DECIDER_SHIFT | state.ordinal();
    }

    /** The commit point. */
    public void commit() {
        buffer.putLongVolatile(TransactionDescriptor.STATE_OFFSET, TransactionState.COMMITTED.ordinal());
    }

    /** Everything took effect, or nothing ever will. */
    public void finish() {
        buffer.putLongVolatile(TransactionDescriptor.STATE_OFFSET, TransactionState.IDLE.ordinal());
    }

    /** Forces state and operations to stable storage. */
    public void sync() {
        file.sync(0, (int) buffer.getLong(TransactionDescriptor.END_OFFSET));
        if (!nameForced) {
            file.syncName();
            nameForced = true;
        }
    }

    /** Forces the state alone to stable storage. */
    public void syncState() {
        file.sync(0, BODY_OFFSET);
    }

    /** The operations of a committed or prepared transaction, checked. */
    public Operations.Cursor operations() {
        long end = buffer.getLong(TransactionDescriptor.END_OFFSET);
        long count = buffer.getLong(TransactionDescriptor.OPERATIONS_OFFSET);
        boolean holds = count >= 0 && count <= (buffer.capacity() - end) / Long.BYTES;
        if (end < BODY_OFFSET || end > buffer.capacity() || end % Long.BYTES != 0 || !holds) {
            throw corrupt("end", end);
        }
        int length = (int) end - BODY_OFFSET;
        byte[] branch = branch();
        if (length > LONG && crcInPlace(length, branch) != buffer.getLong(TransactionDescriptor.CRC_OFFSET)) {
            throw corrupt("end or crc", end);
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(BODY_OFFSET, bytes);
        if (crc(bytes, bytes.length, branch) != buffer.getLong(TransactionDescriptor.CRC_OFFSET)) {
            throw corrupt("crc", buffer.getLong(TransactionDescriptor.CRC_OFFSET));
        }
        // The copy: whoever only looks may look while the file goes on to the next transaction.
        UnsafeBuffer operations = new UnsafeBuffer(bytes);
        if (Operations.count(operations, bytes.length) != count) {
            throw corrupt("operations", count);
        }
        return new Operations.Cursor().wrap(operations, 0, bytes.length);
    }

    /**
     * Whether this transaction is decided, not known to be applied, and whoever completes it may need a segment of that lane: it has appended or was about to append a record of {@code [from, to)}, or one of its
     * large bodies waits there. Any thread of any process; {@code true} may be out of date.
     *
     * @param body whether the large body with this id is in the segment
     */
    public boolean mayNeed(String path, int lane, long from, long to, LongPredicate body) {
        if (state() != TransactionState.COMMITTED) {
            return false;
        }
        try {
            int intents = (int) buffer.getLong(TransactionDescriptor.END_OFFSET);
            Operations.Cursor operation = operations();
            while (operation.advance()) {
                if (operation.type() == OperationType.APPEND
                        && operation.lane() == lane
                        && operation.path().equals(path)) {
                    long sequence = buffer.getLongVolatile(intents + operation.index() * Long.BYTES) - 1;
                    if ((sequence >= from && sequence < to)
                            || (operation.largeId() != 0 && body.test(operation.largeId()))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (StoreFault e) {
            // Torn by a power loss, or on its way to the next transaction.
            return state() == TransactionState.COMMITTED;
        }
    }

    /** Sequence + 1 that the append at this index was about to get; 0 if it was never tried. */
    public long intent(int index) {
        return buffer.getLong(intentOffset(index));
    }

    /** Under the lane's mutex, before the append. */
    public void intent(int index, long sequence) {
        buffer.putLongRelease(intentOffset(index), sequence + 1);
    }

    private int intentOffset(int index) {
        return (int) buffer.getLong(TransactionDescriptor.END_OFFSET) + index * Long.BYTES;
    }

    private StoreFault corrupt(String field, long actual) {
        return new StoreFault(
                StoreFault.Kind.CORRUPT,
                "transaction is corrupt: file=" + path + ", field=" + field + ", actual=0x" + Long.toHexString(actual));
    }

    /** By parts: so much memory is only taken for what was written. */
    private long crcInPlace(int length, byte[] branch) {
        CRC32C crc = new CRC32C();
        byte[] part = new byte[LONG];
        for (int at = 0; at < length; at += LONG) {
            int taken = Math.min(LONG, length - at);
            buffer.getBytes(BODY_OFFSET + at, part, 0, taken);
            crc.update(part, 0, taken);
        }
        crc.update(branch);
        return crc.getValue();
    }

    private static long crc(byte[] bytes, int length, byte[] branch) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        crc.update(branch);
        return crc.getValue();
    }

    @Override
    public void close() {
        file.close();
    }

    /** Closes and deletes the file. */
    public void delete() {
        close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete transaction: file=" + path + ", cause=" + e, e);
        }
    }
}
