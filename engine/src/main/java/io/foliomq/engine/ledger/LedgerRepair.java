package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ledger of one subscription whole after a power loss: a slot that cannot be read is READY, which means delivery again rather than loss; leases are released, but for those of prepared transactions; and what is counted is counted
 * anew. First the {@link #repair} of each segment that the log kept, then {@link #finish}.
 */
public final class LedgerRepair implements AutoCloseable {
    private final Path directory;
    private final RepairScope scope;
    private final MappedFile file;
    private final AtomicBuffer state;
    private final long[] cursors = new long[SubscriptionDescriptor.LANES];
    // By custodian, in the order of their entries.
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private long unsettled;
    private long unsettledBytes;

    /** What the repair of the log found in a segment, and what else is known of its records. */
    public interface Records {
        long segment();

        long first();

        /** The first sequence behind the segment; what is missing at its end belongs to it. */
        long end();

        boolean isLost(long sequence);

        int length(long sequence);

        /** How a committed transaction settled it; {@code null} if none did. */
        @Nullable
        SlotState settledBy(long sequence);

        /** Custodian of the prepared transaction that holds it; 0 if none does. */
        long heldBy(long sequence);
    }

    /** The entry of a custodian. */
    private static final class Held {
        private final int index;
        private final long[] high = new long[SubscriptionDescriptor.LANES];
        private long leases;

        private Held(int index) {
            this.index = index;
        }
    }

    private LedgerRepair(Path directory, RepairScope scope, MappedFile file) {
        this.directory = directory;
        this.scope = scope;
        this.file = file;
        this.state = file.buffer();
        Arrays.fill(cursors, Long.MAX_VALUE);
    }

    /** Opens the subscription in this directory; if its file is damaged it is made anew, durable, and sees everything that the log kept. */
    public static LedgerRepair open(Path directory, RepairScope scope) {
        Path path = directory.resolve("subscription");
        MappedFile file = scope.openIntact(path, FileKind.SUBSCRIPTION, SubscriptionDescriptor.LENGTH);
        if (file != null && !isAsCreated(file.buffer())) {
            file.close();
            file = null;
            RepairScope.delete(path);
        }
        if (file == null) {
            scope.lost("subscription is damaged, all that its log kept is delivered again: subscription=" + directory);
            Ledger.create(
                    directory,
                    scope.storeId(),
                    scope.nowMs(),
                    new Ledger.Beginning(true, true, 0, new long[SubscriptionDescriptor.LANES], 0));
            file = MappedFile.open(path, FileKind.SUBSCRIPTION, scope.storeId(), SubscriptionDescriptor.LENGTH);
        }
        return new LedgerRepair(directory, scope, file);
    }

    private static boolean isAsCreated(AtomicBuffer state) {
        return state.getLong(SubscriptionDescriptor.CREATION_CRC_OFFSET) == SubscriptionDescriptor.creationCrc(state);
    }

    /** Whether it was deleted, was never made in full, or went with a process, all of which are dead. */
    public boolean isGone() {
        return state.getLong(SubscriptionDescriptor.STATE_OFFSET) != 0
                || state.getLong(SubscriptionDescriptor.DURABLE_OFFSET) == 0;
    }

    public long start(int lane) {
        return state.getLong(SubscriptionDescriptor.start(lane));
    }

    /** The lane of a ledger file; -1 if it is none. */
    public static int laneOf(String fileName) {
        return fileName.matches("p\\d-\\d{1,15}\\.ledger") ? fileName.charAt(1) - '0' : -1;
    }

    /** The segment of a ledger file. */
    public static long segmentOf(String fileName) {
        return Long.parseLong(fileName.substring(3, fileName.lastIndexOf('.')));
    }

    /** How many slots at the beginning of a segment may have been in use: no slot behind them was ever written. */
    public int usedSlots(int lane, long segment) {
        try (MappedFile slots = openSlots(lane, segment)) {
            int used = slots == null ? 0 : scope.segmentRecords();
            while (slots != null && used > 0 && slots.buffer().getLong(LedgerDescriptor.slot(used - 1)) == 0) {
                used--;
            }
            return used;
        }
    }

    /** Clears bit i unless the record at first + i of this segment is settled here, or comes before the subscription. */
    public void retainSettled(int lane, long segment, long first, BitSet settled) {
        try (MappedFile slots = openSlots(lane, segment)) {
            for (int i = settled.nextSetBit(0); i >= 0; i = settled.nextSetBit(i + 1)) {
                long slot = slots == null ? 0 : slots.buffer().getLong(LedgerDescriptor.slot(i));
                boolean isSettled = Slot.isValid(slot) && Slot.state(slot).isSettled();
                if (first + i >= start(lane) && !isSettled) {
                    settled.clear(i);
                }
            }
        }
    }

    private @Nullable MappedFile openSlots(int lane, long segment) {
        return scope.openIntact(path(lane, segment), FileKind.LEDGER, LedgerDescriptor.length(scope.segmentRecords()));
    }

    public void repair(int lane, Records records) {
        if (records.end() <= start(lane)) {
            return;
        }
        int count = (int) (records.end() - records.first());
        ByteBuffer slots = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.nativeOrder());
        try (MappedFile old = openSlots(lane, records.segment())) {
            for (int i = 0; i < count; i++) {
                long found = old == null ? 0 : old.buffer().getLong(LedgerDescriptor.slot(i));
                slots.putLong(repaired(lane, records, records.first() + i, found));
            }
            if (old == null) {
                create(lane, records.segment(), count);
            }
        }
        // Written and not stored through the mapping: it gives every slot a disk block.
        write(path(lane, records.segment()), slots.flip());
        CrashPoint.REPAIR_LEDGER_WRITTEN.reach();
    }

    private void create(int lane, long segment, int count) {
        MappedFile.create(
                path(lane, segment),
                FileKind.LEDGER,
                scope.storeId(),
                scope.nowMs(),
                LedgerDescriptor.length(scope.segmentRecords()),
                LedgerDescriptor.slot(count),
                buffer -> {});
    }

    private static void write(Path path, ByteBuffer slots) {
        try (FileChannel channel = OwnerOnly.open(path, StandardOpenOption.WRITE)) {
            long at = LedgerDescriptor.SLOTS_OFFSET;
            while (slots.hasRemaining()) {
                at += channel.write(slots, at);
            }
            // What a transaction settled must be here before its file goes.
            channel.force(false);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot write ledger: file=" + path + ", cause=" + e, e);
        }
    }

    private long repaired(int lane, Records records, long sequence, long found) {
        long slot = Slot.isValid(found) ? found : 0;
        long custodian = records.heldBy(sequence);
        if (Slot.state(slot) == SlotState.LEASED) {
            slot = Slot.ready(custodian == 0 ? Slot.counted(slot) : slot);
        }
        if (Slot.state(slot).isSettled()) {
            return slot;
        }
        SlotState outcome = records.isLost(sequence) ? SlotState.DEAD : records.settledBy(sequence);
        if (outcome != null) {
            return outcome.ordinal();
        }
        if (sequence >= start(lane)) {
            unsettled++;
            unsettledBytes += records.length(sequence);
            cursors[lane] = Math.min(cursors[lane], sequence);
        }
        return custodian == 0 ? slot : held(lane, sequence, slot, custodian);
    }

    /** A lease that outlives the power. */
    private long held(int lane, long sequence, long slot, long custodian) {
        Held by = held.get(custodian);
        if (by == null) {
            if (held.size() + 1 == SubscriptionDescriptor.CONSUMERS) {
                scope.lost("too many prepared transactions, a message of one is delivered again: subscription="
                        + directory + ", accepted=" + held.size());
                return slot;
            }
            // The first entry keeps the counts.
            by = new Held(held.size() + 1);
            held.put(custodian, by);
        }
        by.leases++;
        by.high[lane] = Math.max(by.high[lane], sequence + 1);
        return Slot.leased(slot, by.index);
    }

    public void delete(int lane, long segment) {
        RepairScope.delete(path(lane, segment));
    }

    /**
     * Empties the table of consumers and sets cursors and counts, so that depth is exact.
     *
     * @param appended of each lane
     * @param appendedBytes of all lanes
     */
    public void finish(long[] appended, long appendedBytes) {
        state.putLong(SubscriptionDescriptor.STATE_OFFSET, 0);
        state.setMemory(
                SubscriptionDescriptor.MUTEX_OFFSET,
                SubscriptionDescriptor.CURSORS_OFFSET - SubscriptionDescriptor.MUTEX_OFFSET,
                (byte) 0);
        state.setMemory(SubscriptionDescriptor.RING_OFFSET, SubscriptionDescriptor.RING_ENTRIES * Long.BYTES, (byte) 0);
        clearConsumers();
        // No consumer is left that could own a group.
        RepairScope.delete(directory.resolve(GroupTable.FILE));
        long seen = 0;
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            seen += appended[lane] > 0 ? appended[lane] - start(lane) : 0;
            long cursor = Math.max(start(lane), Math.min(cursors[lane], appended[lane]));
            state.putLong(SubscriptionDescriptor.cursor(lane), cursor);
        }
        int first = SubscriptionDescriptor.consumer(0);
        state.putLong(first + ConsumerDescriptor.SETTLED_OFFSET, seen - unsettled);
        state.putLong(
                first + ConsumerDescriptor.SETTLED_BYTES_OFFSET,
                appendedBytes - state.getLong(SubscriptionDescriptor.START_BYTES_OFFSET) - unsettledBytes);
        int used = 1 + held.size();
        state.putLong(
                SubscriptionDescriptor.CONSUMERS_RESERVED_OFFSET,
                Math.max(used, SubscriptionDescriptor.RESERVED_CONSUMERS));
        held.forEach(this::write);
        state.putLongVolatile(SubscriptionDescriptor.CONSUMERS_USED_OFFSET, used);
        CrashPoint.REPAIR_LEDGER_COUNTED.reach();
    }

    private void write(long custodian, Held by) {
        int entry = SubscriptionDescriptor.consumer(by.index);
        state.putLong(entry + ConsumerDescriptor.OWNER_OFFSET, custodian);
        state.putLong(entry + ConsumerDescriptor.MODE_OFFSET, ConsumerTable.CLOSED);
        state.putLong(entry + ConsumerDescriptor.LEASES_OFFSET, by.leases);
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            state.putLong(entry + ConsumerDescriptor.HIGH_OFFSET + lane * Long.BYTES, by.high[lane]);
        }
    }

    private void clearConsumers() {
        int reserved = Math.max(SubscriptionDescriptor.RESERVED, SubscriptionDescriptor.consumer(1 + held.size()));
        Zeros.write(file.path(), SubscriptionDescriptor.TABLE_OFFSET, reserved);
        // Reading a hole gives it no blocks.
        for (int at = reserved; at < SubscriptionDescriptor.LENGTH; at += Long.BYTES) {
            if (state.getLong(at) != 0) {
                state.putLong(at, 0);
            }
        }
    }

    private Path path(int lane, long segment) {
        return directory.resolve("p" + lane + "-" + segment + ".ledger");
    }

    @Override
    public void close() {
        file.close();
    }
}
