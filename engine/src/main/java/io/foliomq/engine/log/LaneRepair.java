package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a lane whole after a power loss, from what its segments hold: the lane's file and the positions are hints. {@link #scan} looks at every record, {@link #write} then
 * makes the files say what was found.
 *
 * <p>Nobody appends to a damaged file: segments that are kept get a name of their own, and the next append begins a new segment. A number of a record is never
 * given again: what is missing behind the last record becomes a segment that is deleted.
 */
public final class LaneRepair {
    private static final String REPAIRED = ".repaired";

    private final Path directory;
    private final RepairScope scope;
    private final LaneHints hints;
    private final TransactionListener transactions;
    private final Runs runs;
    private final BodyRepair bodies;
    private final NavigableMap<Long, KeptSegment> kept = new TreeMap<>();
    private long highestNumber;
    private long keptBytes;
    private long next;
    private long current;

    /** What the slots say of records. */
    public interface SettledRecords {
        /** Whether no subscription wants it: then it may have given its bytes back. */
        boolean isSettled(KeptSegment segment, long sequence);
    }

    /** Told of each record that a transaction appended. */
    public interface TransactionListener {
        void appended(long reference, int checksum, long sequence);

        /** Whether what is missing of this transaction will be appended again. */
        boolean isCompleted(long reference);
    }

    private LaneRepair(Path directory, int priority, RepairScope scope, TransactionListener transactions) {
        this.directory = directory;
        this.scope = scope;
        this.hints = LaneHints.read(directory, scope);
        this.transactions = transactions;
        this.runs = new Runs(hints.synced());
        this.bodies = new BodyRepair(directory, priority, scope);
    }

    /** Finds every intact record of the lane in this directory; deletes segments that have none. */
    public static LaneRepair scan(Path directory, int priority, RepairScope scope, TransactionListener transactions) {
        LaneRepair repair = new LaneRepair(directory, priority, scope, transactions);
        repair.scan();
        return repair;
    }

    /** Deletes the payload of a record that a transaction is to append to the lane in this directory, if it is not as it was written; reports that. */
    public static void dropTornBody(Path directory, int priority, RepairScope scope, DirectBuffer record) {
        new BodyRepair(directory, priority, scope).dropTorn(record, record.capacity());
    }

    private void scan() {
        NavigableMap<Long, Path> files = new TreeMap<>();
        for (Path path : RepairScope.list(directory)) {
            String name = path.getFileName().toString();
            long number = SegmentNames.segmentOf(name);
            if (number > 0) {
                files.put(number, path);
            } else if (!name.equals("lane") && !name.endsWith(".positions")) {
                // Spare segments, half-made files.
                RepairScope.delete(path);
            }
        }
        highestNumber = files.isEmpty() ? 0 : files.lastKey();
        if (hints.current() < highestNumber + LaneDescriptor.TABLE_ENTRIES / 2) {
            highestNumber = Math.max(highestNumber, hints.current());
        }
        files.forEach(this::scan);
        runs.loseBroken(kept.values(), transactions::isCompleted);
        deleteForeignPositions();
    }

    private void deleteForeignPositions() {
        for (Path path : RepairScope.list(directory)) {
            String name = path.getFileName().toString();
            if (name.endsWith(".positions") && !kept.containsKey(positionsNumber(name))) {
                RepairScope.delete(path);
            }
        }
    }

    private static long positionsNumber(String name) {
        String number = name.substring(0, name.indexOf('.'));
        return number.matches("\\d{1,15}") ? Long.parseLong(number) : 0;
    }

    private void scan(long number, Path path) {
        KeptSegment segment = hints.isDeleted(number) ? null : examine(number, path);
        if (segment == null) {
            RepairScope.delete(path);
            RepairScope.delete(Segment.positionsPath(directory, number));
            return;
        }
        kept.put(number, segment);
        Path keptPath = SegmentNames.kept(directory, number);
        if (!path.equals(keptPath)) {
            RepairScope.rename(path, keptPath);
        }
        CrashPoint.REPAIR_SEGMENT_KEPT.reach();
    }

    private @Nullable KeptSegment examine(long number, Path path) {
        MappedByteBuffer mapping = map(path);
        try {
            DirectBuffer log = new UnsafeBuffer(mapping);
            SegmentScan scan = new SegmentScan(log, oldPositions(number), scope.segmentRecords());
            long least = kept.isEmpty() ? 0 : kept.lastEntry().getValue().end();
            long first = hints.firstSequence(number);
            SegmentScan.Found found = first >= least ? scan.from(first) : null;
            if (found == null) {
                first = least;
                found = scan.from(first);
            }
            if (found == null) {
                first = scan.trial(least);
                found = scan.from(first);
            }
            if (found == null && hints.firstSequence(number) >= least) {
                first = hints.firstSequence(number);
                found = scan.from(first, true);
            }
            if (found == null || !fits(number, first, found)) {
                return null;
            }
            // Also of a record whose payload is gone: appended again it would have none either.
            tellTransactions(log, first, found);
            if (!bodies.look(log, number, found)) {
                return null;
            }
            keptBytes += found.bytes();
            writePositions(number, found);
            return new KeptSegment(number, first, first + found.count(), found.lost());
        } finally {
            BufferUtil.free(mapping);
        }
    }

    /** The slots of a lost end are in the ledger file of its segment, which has room for so many. */
    private boolean fits(long number, long first, SegmentScan.Found found) {
        KeptSegment previous = kept.get(number - 1);
        boolean fits = previous == null || first - previous.first() <= scope.segmentRecords();
        if (!fits) {
            scope.lost("segment does not follow its predecessor: lane=" + directory + ", segment=" + number + ", first="
                    + first + ", records=" + found.count());
        }
        return fits;
    }

    private static MappedByteBuffer map(Path path) {
        try (FileChannel channel = OwnerOnly.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot read segment: file=" + path + ", cause=" + e, e);
        }
    }

    private int[] oldPositions(long number) {
        Path path = Segment.positionsPath(directory, number);
        // No loss if it is damaged: it is rebuilt from the segment.
        try (MappedFile file =
                scope.silent().openIntact(path, FileKind.POSITIONS, PositionsDescriptor.ENTRIES_OFFSET)) {
            if (file == null) {
                return new int[0];
            }
            int[] positions = new int
                    [(file.buffer().capacity() - PositionsDescriptor.ENTRIES_OFFSET)
                            / PositionsDescriptor.ENTRY_LENGTH];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = file.buffer().getInt(PositionsDescriptor.entry(i));
            }
            return positions;
        }
    }

    /** Never without the old ones or the new: they alone lead on behind a hole, and the power may go again. */
    private void writePositions(long number, SegmentScan.Found found) {
        Path path = Segment.positionsPath(directory, number);
        Path made = directory.resolve(number + REPAIRED);
        RepairScope.delete(made);
        MappedFile.create(
                made,
                FileKind.POSITIONS,
                scope.storeId(),
                scope.nowMs(),
                PositionsDescriptor.length(scope.segmentRecords()),
                PositionsDescriptor.entry(found.count()),
                buffer -> {
                    for (int i = 0; i < found.count(); i++) {
                        if (found.isIntact(i)) {
                            buffer.putInt(PositionsDescriptor.entry(i), (int) found.position(i));
                        }
                    }
                });
        try (MappedFile file = MappedFile.open(made, FileKind.POSITIONS, scope.storeId())) {
            file.sync();
        }
        CrashPoint.REPAIR_POSITIONS.reach();
        RepairScope.rename(made, path);
    }

    private void tellTransactions(DirectBuffer log, long first, SegmentScan.Found found) {
        for (int i = 0; i < found.count(); i++) {
            if (found.isIntact(i)) {
                int start = (int) found.position(i);
                long reference = RecordDescriptor.transaction(log, start);
                if (reference != 0) {
                    runs.note(log, start, first + i);
                    int field = log.getInt(start + RecordDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
                    transactions.appended(reference, RecordDescriptor.seal(field, first + i), first + i);
                }
            }
        }
    }

    /** The segments that have records, oldest first. */
    public Collection<KeptSegment> kept() {
        return kept.values();
    }

    /** The number of the newest segment that has records; 0 if none has. */
    public long lastKept() {
        return kept.isEmpty() ? 0 : kept.lastKey();
    }

    /** The first sequence of any segment, kept or not, as far as it is known; else -1. */
    public long firstSequence(long number) {
        KeptSegment segment = kept.get(number);
        return segment != null ? segment.first() : hints.firstSequence(number);
    }

    /** The first sequence behind a kept segment and the lost records that belong to it. */
    public long endSequence(KeptSegment segment) {
        KeptSegment following = kept.get(segment.number() + 1);
        return following == null ? segment.end() : following.first();
    }

    /** Opens a kept segment, to be released. */
    public Segment open(KeptSegment segment) {
        return Segment.open(directory, scope.storeId(), segment.number(), segment.first(), scope.segmentRecords());
    }

    /** The next sequence that the lane gives; known after {@link #write}. */
    public long next() {
        return next;
    }

    boolean isKeptOrYounger(long number) {
        return kept.containsKey(number) || number > current;
    }

    public long appendedBytes() {
        return Math.max(hints.bytes(), keptBytes);
    }

    /**
     * Writes the lane's file and reports what was lost.
     *
     * @param floor no sequence below it is given again
     * @param highestSegment highest number of a segment that anybody else has files of
     * @param settled of which a loss is none
     */
    public void write(long floor, long highestSegment, SettledRecords settled) {
        long end = kept.isEmpty() ? 0 : kept.lastEntry().getValue().end();
        next = Math.max(Math.max(end, hints.appended()), floor);
        current = currentNumber(Math.max(highestNumber, highestSegment), next > end);
        reportLost(settled);
        try (MappedFile file = MappedFile.openOrCreate(
                directory.resolve("lane"),
                FileKind.LANE,
                scope.storeId(),
                scope.nowMs(),
                LaneDescriptor.LENGTH,
                LaneDescriptor.RESERVED,
                buffer -> buffer.putLong(LaneDescriptor.SYNCED_OFFSET, next))) {
            write(file.buffer());
        }
        CrashPoint.REPAIR_LANE_WRITTEN.reach();
    }

    /** When the ledgers say what was lost: from now on, what is there counts, whatever becomes of its neighbours. */
    public void finish() {
        long known = hints.synced() == Long.MAX_VALUE ? 0 : hints.synced();
        kept.values().stream()
                .filter(segment -> segment.end() > known)
                .forEach(segment -> StoreLayout.forceFile(SegmentNames.kept(directory, segment.number())));
        StoreLayout.forceNames(directory, 0);
        try (MappedFile file = MappedFile.open(directory.resolve("lane"), FileKind.LANE, scope.storeId())) {
            file.buffer().putLong(LaneDescriptor.SYNCED_OFFSET, next);
            file.sync(0, LaneDescriptor.TABLE_OFFSET);
        }
        CrashPoint.REPAIR_LANE_FINISHED.reach();
    }

    private long currentNumber(long highest, boolean endIsLost) {
        boolean taken = kept.isEmpty() ? highest == 0 : highest == kept.lastKey();
        return endIsLost && taken ? highest + 1 : highest;
    }

    private void write(AtomicBuffer state) {
        // What was synced is never forgotten, not even for an instant: of runs below, records may be gone.
        int behind = LaneDescriptor.SYNCED_OFFSET + Long.BYTES;
        state.setMemory(
                LaneDescriptor.MUTEX_OFFSET, LaneDescriptor.SYNCED_OFFSET - LaneDescriptor.MUTEX_OFFSET, (byte) 0);
        state.putLong(LaneDescriptor.SYNCED_OFFSET, Math.min(hints.synced(), next));
        state.setMemory(behind, LaneDescriptor.TABLE_OFFSET - behind, (byte) 0);
        SegmentTable table = new SegmentTable(state);
        long first = kept.isEmpty() ? current : kept.firstKey();
        long end = kept.isEmpty() ? next : 0;
        for (long number = first; number <= current && current > 0; number++) {
            KeptSegment segment = kept.get(number);
            long begin = segment == null ? end : segment.first();
            table.open(number, begin, hints.createdMs(number, scope.nowMs()));
            end = segment == null ? end : segment.end();
        }
        for (long number = first; number <= current && current > 0; number++) {
            if (!kept.containsKey(number)) {
                table.markDeleted(number);
            }
        }
        state.putLong(LaneDescriptor.NEXT_OFFSET, next);
        state.putLong(LaneDescriptor.END_OFFSET, LaneDescriptor.CLOSED_END);
        state.putLong(LaneDescriptor.BYTES_OFFSET, appendedBytes());
        state.putLong(LaneDescriptor.PUBLISHED_A_OFFSET, next);
        state.putLong(LaneDescriptor.PUBLISHED_A_OFFSET + Long.BYTES, state.getLong(LaneDescriptor.BYTES_OFFSET));
        state.putLongVolatile(LaneDescriptor.APPENDED_OFFSET, next);
    }

    private void reportLost(SettledRecords settled) {
        long from = hints.firstKeptSequence();
        for (KeptSegment segment : kept.values()) {
            if (from >= 0 && segment.first() > from) {
                reportLost(from, segment.first());
            }
            BitSet lost = lostUnsettled(segment, settled);
            int bit = lost.nextSetBit(0);
            while (bit >= 0) {
                int end = lost.nextClearBit(bit);
                reportLost(segment.first() + bit, segment.first() + end);
                bit = lost.nextSetBit(end);
            }
            from = segment.end();
        }
        from = Math.max(0, from);
        if (next > from) {
            reportLost(from, next);
        }
    }

    private static BitSet lostUnsettled(KeptSegment segment, SettledRecords settled) {
        BitSet lost = new BitSet();
        segment.lost().stream()
                .filter(i -> !settled.isSettled(segment, segment.first() + i))
                .forEach(lost::set);
        return lost;
    }

    private void reportLost(long from, long end) {
        scope.lost("records are gone, or were settled, after a power loss: lane=" + directory + ", first=" + from
                + ", last=" + (end - 1) + ", reason=no bytes with their checksum");
    }
}
