package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StrayFiles;
import io.foliomq.engine.storage.Uninterrupted;
import java.nio.file.Path;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One lane of a destination: records in a row, numbered 0, 1, 2… without gaps, in segments.
 *
 * <p>Appending: {@link #lock}, any number of {@link #append}, {@link #publish}, {@link #unlock}; a record is seen by readers once its sequence is published, and has survived the
 * death of this process from then on. Reading: a tailer acquires the {@link Segment} that holds a published sequence and copies the record out; no lock. Thread-safe.
 */
public final class Lane implements AutoCloseable {
    private final Path directory;
    private final LaneSettings settings;
    private final AtomicBuffer state;
    private final SlotKeeper slots;
    private final SegmentTable table;
    private final MappedMutex mutex;
    private final SegmentRoll roll;
    private final LaneSync sync;
    private final OpenSegments segments;
    // Both are touched under the mutex only. Who holds it next must recover what we could not.
    private boolean unrecovered;
    private @Nullable SegmentWriter writer;

    private Lane(Path directory, LaneSettings settings, SlotKeeper slots, MappedFile file) {
        this.directory = directory;
        this.slots = slots;
        this.settings = settings;
        this.state = file.buffer();
        this.table = new SegmentTable(state);
        this.mutex = new MappedMutex(
                state,
                LaneDescriptor.MUTEX_OFFSET,
                settings.holder(),
                settings.nanoClock(),
                settings.sendTimeoutNanos(),
                directory.toString());
        this.segments = new OpenSegments(directory, settings, table, slots);
        this.roll = new SegmentRoll(directory, settings, state, table, slots);
        roll.deleteDeadSpares();
        StrayFiles.delete(directory, settings.epochClock().time());
        this.sync = new LaneSync(directory, this, settings.nanoClock());
    }

    /** Makes a lane in this directory, unless there is one. */
    public static void create(Path directory, LaneSettings settings) {
        StoreLayout.makeDirectory(directory);
        MappedFile.create(
                directory.resolve("lane"),
                FileKind.LANE,
                settings.storeId(),
                settings.epochClock().time(),
                LaneDescriptor.LENGTH,
                LaneDescriptor.RESERVED,
                buffer -> {});
    }

    /** Opens the lane in this directory; fails with {@link StoreFault.Kind#DELETED} if there is none. */
    public static Lane open(Path directory, LaneSettings settings, SlotKeeper slots) {
        StoreLayout.refuseLink(directory);
        MappedFile file =
                MappedFile.open(directory.resolve("lane"), FileKind.LANE, settings.storeId(), LaneDescriptor.LENGTH);
        return new Lane(directory, settings, slots, file);
    }

    /** Sequences {@code [0, appended)} were published. */
    public long appended() {
        return state.getLongVolatile(LaneDescriptor.APPENDED_OFFSET);
    }

    /** Bytes of all records ever appended. */
    public long appendedBytes() {
        return state.getLongVolatile(LaneDescriptor.BYTES_OFFSET);
    }

    /** Takes the right to append; recovers the lane first if its last holder died. Fails with {@link StoreFault.Kind#HELD} after the send time-out. */
    public void lock() {
        if (mutex.lock() && !slots.isGone()) {
            try {
                recover();
            } catch (RuntimeException | Error e) {
                mutex.abandon();
                throw e;
            }
        }
    }

    public void unlock() {
        if (unrecovered) {
            unrecovered = false;
            mutex.abandon();
        } else {
            mutex.unlock();
        }
    }

    /** Under the mutex: the sequence that the next record gets. */
    public long next() {
        return state.getLong(LaneDescriptor.NEXT_OFFSET);
    }

    /** Under the mutex: the value of {@link #next} at which whoever appends looks at the limits again. */
    public long limitCheckAt() {
        return state.getLong(LaneDescriptor.LIMIT_CHECK_OFFSET);
    }

    public void limitCheckAt(long sequence) {
        state.putLong(LaneDescriptor.LIMIT_CHECK_OFFSET, sequence);
    }

    /**
     * Under the mutex: makes room for a record, rolling to the next segment if need be. Nothing is appended; after a failure nothing has changed.
     *
     * @param internal may touch the disk reserve
     */
    public void reserve(int length, long largeBytes, boolean internal) {
        roll.ensure(length, largeBytes, internal);
        openToAppend();
    }

    /**
     * Under the mutex: makes room for records of these lengths, so that appending them cannot fail for want of it. Nothing is appended; after a failure nothing has changed.
     *
     * @return {@code false} if they do not fit into one segment: then each needs a {@link #reserve} of its own
     */
    public boolean reserveTogether(IntArrayList lengths, boolean internal) {
        long bytes = 0;
        for (int i = 0; i < lengths.size(); i++) {
            bytes += DocumentDescriptor.most(lengths.getInt(i));
        }
        if (!roll.ensureTogether(bytes, lengths.size(), internal)) {
            return false;
        }
        openToAppend();
        return true;
    }

    /** What may fail of an append fails here, where nothing is written yet. */
    private void openToAppend() {
        try {
            writer();
        } catch (StoreFault e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot open to append: lane=" + directory + ", cause=" + e, e);
        }
    }

    /**
     * Under the mutex, after {@link #reserve}: writes a record. It is not visible before {@link #publish}.
     *
     * @return its sequence
     */
    public long append(DirectBuffer record, int offset, int length, int checksum) {
        long sequence = next();
        SegmentWriter open = writer();
        long end = state.getLong(LaneDescriptor.END_OFFSET);
        long frame = end == 0 ? SegmentHeader.LENGTH : end;
        int position;
        try {
            position = open.write(frame, record, offset, length, RecordDescriptor.seal(checksum, sequence));
        } catch (RuntimeException | Error e) {
            recoverAfter(e);
            throw new StoreFault(StoreFault.Kind.IO, "append failed: lane=" + directory + ", cause=" + e, e);
        }
        CrashPoint.APPEND_WRITTEN.reach();
        open.place(sequence, position);
        state.putLong(LaneDescriptor.END_OFFSET, DocumentDescriptor.next(position, length));
        state.putLongRelease(LaneDescriptor.BYTES_OFFSET, state.getLong(LaneDescriptor.BYTES_OFFSET) + length);
        CrashPoint.APPEND_POSITIONED.reach();
        state.putLong(LaneDescriptor.NEXT_OFFSET, sequence + 1);
        CrashPoint.APPEND_COUNTED.reach();
        return sequence;
    }

    /** Under the mutex: shows readers everything written so far. */
    public void publish() {
        long next = next();
        long appended = state.getLong(LaneDescriptor.APPENDED_OFFSET);
        if (next == appended) {
            return;
        }
        int spare = state.getLong(LaneDescriptor.PUBLISHED_A_OFFSET) == appended
                ? LaneDescriptor.PUBLISHED_B_OFFSET
                : LaneDescriptor.PUBLISHED_A_OFFSET;
        state.putLong(spare + Long.BYTES, state.getLong(LaneDescriptor.BYTES_OFFSET));
        state.putLongRelease(spare, next);
        state.putLongRelease(LaneDescriptor.APPENDED_OFFSET, next);
        CrashPoint.APPEND_PUBLISHED.reach();
    }

    /** Everything below this sequence is on stable storage; any process may have forced it. */
    long synced() {
        return state.getLongVolatile(LaneDescriptor.SYNCED_OFFSET);
    }

    /** Everything below this sequence was forced before this is called. */
    void synced(long sequence) {
        long seen = synced();
        while (seen < sequence && !state.compareAndSetLong(LaneDescriptor.SYNCED_OFFSET, seen, sequence)) {
            seen = synced();
        }
    }

    /** Forces every record below this sequence to stable storage; concurrent callers share one force. */
    public void sync(long sequence) {
        sync.force(sequence);
    }

    /** Before records of a segment that is not the current one go one by one: what stays of their runs must not be taken, after a power loss, for a part of runs that never were whole. */
    public void confirmRuns(long segment) {
        sync.confirm(table.firstSequence(segment + 1));
    }

    /** Before a transaction is forgotten of whose run some records were appended one by one: they may go one by one, with their segments. */
    public void confirmRuns() {
        sync.confirm(appended());
    }

    /** What {@link #confirmRuns} has seen to: records below it are never taken for a part of a run that was not whole. */
    public long confirmed() {
        return sync.confirmed();
    }

    /**
     * Before this record is settled for good: one of a run is on stable storage then, with the rest of its run, as nobody is to have a part of what a power loss takes away. One of any other
     * transaction too: else the repair appends it again, from the transaction's file, under a sequence that is not settled.
     */
    public void syncRun(long sequence) {
        if (synced() <= sequence && segments.transaction(sequence) != 0) {
            sync(sequence + 1);
        }
    }

    /** Whether the next segment should be preallocated now, off the sender's path. */
    public boolean wantsSpare() {
        return roll.wantsSpare();
    }

    /** Writes the zeros of the next segment; slow, not under the mutex but for the last step. */
    public void makeSpare() {
        // It may be there since this was asked for.
        Path made = roll.wantsSpare() ? roll.writeSpare() : null;
        if (made != null) {
            try {
                lock();
                try {
                    roll.adoptSpare(made);
                } finally {
                    unlock();
                }
            } finally {
                roll.discardSpare(made);
            }
        }
    }

    /** The current segment, 0 before the first record. */
    public long currentSegment() {
        return table.current();
    }

    public long firstSegment() {
        return table.first();
    }

    public boolean isDeleted(long segment) {
        return table.isDeleted(segment);
    }

    /** The segment of a published sequence, also if it is deleted by now; 0 if it is long gone. */
    public long segmentOf(long sequence) {
        return table.find(sequence);
    }

    public long firstSequence(long segment) {
        return table.firstSequence(segment);
    }

    /** The first sequence behind this segment; {@link Long#MAX_VALUE} while it is the current one. */
    public long endSequence(long segment) {
        return segment < table.current() ? table.firstSequence(segment + 1) : Long.MAX_VALUE;
    }

    /** When the segment was begun, ms since the epoch. */
    public long createdMs(long segment) {
        return table.createdMs(segment);
    }

    /** What the log of a segment takes on disk; 0 once it is gone. */
    public long diskBytes(long segment) {
        return segment == table.current()
                ? state.getLongVolatile(LaneDescriptor.RESERVED_BYTES_OFFSET)
                : roll.diskBytes(segment);
    }

    /** Under the mutex: how many records of the current segment have slots with disk blocks. */
    public int reservedRecords() {
        return (int) state.getLong(LaneDescriptor.RESERVED_RECORDS_OFFSET);
    }

    /** The segment, kept open until {@link Segment#release}; {@code null} if it was deleted. */
    public @Nullable Segment acquire(long number) {
        return segments.acquire(number);
    }

    /** Deletes a segment that is not the current one and whose records are all settled, and what its {@link SlotKeeper} keeps for it. */
    public void deleteSegment(long number) {
        lock();
        try {
            if (number < table.current() && !table.isDeleted(number) && !slots.isGone()) {
                table.delete(number);
                CrashPoint.DELETE_SEGMENT_MARKED.reach();
                roll.deleteFiles(number);
            }
        } finally {
            unlock();
        }
    }

    /**
     * Prepares to give back what settled records take in a segment that is kept; {@code null} if that is not possible, or not yet.
     *
     * @param unsettled bit i: the record at the segment's first + i is not settled
     */
    public @Nullable SegmentPunch openPunch(long number, BitSet unsettled) {
        Segment segment = number < table.current() ? acquire(number) : null;
        SparseFile file = segment == null ? null : SparseFile.open(segment.file());
        // What was found under the name may belong to a destination that was made since.
        if (segment == null || file == null || slots.isGone()) {
            if (file != null) {
                file.close();
            }
            if (segment != null) {
                segment.release();
            }
            return null;
        }
        int count = (int) (endSequence(number) - table.firstSequence(number));
        return new SegmentPunch(directory, segment, file, SettledPages.of(segment, count, unsettled));
    }

    /** Of the current segment, whoever began it. */
    private SegmentWriter writer() {
        SegmentWriter open = writer;
        return open != null && open.isFor(table) ? open : openWriter();
    }

    private SegmentWriter openWriter() {
        closeWriter();
        long current = table.current();
        SegmentWriter open = Uninterrupted.get(() -> {
            roll.nameCurrent();
            return SegmentWriter.open(directory, settings, table, current);
        });
        writer = open;
        return open;
    }

    private void closeWriter() {
        SegmentWriter open = writer;
        if (open != null) {
            writer = null;
            open.close();
        }
    }

    private void recoverAfter(Throwable cause) {
        try {
            recover();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
            unrecovered = true;
        }
    }

    private void recover() {
        Uninterrupted.run(this::recoverLane);
    }

    private void recoverLane() {
        closeWriter();
        long begun = new LaneRecovery(directory, settings, state, table, roll).run();
        if (begun != 0) {
            slots.cutShort(begun);
        }
        if (table.current() != 0) {
            roll.nameCurrent();
        }
        publish();
        roll.deleteLeftovers();
        slots.recovered();
    }

    /** Lets go of the segments. The lane's own file stays mapped until nobody refers to it any more: a late reader must not crash. */
    @Override
    public void close() {
        lock();
        try {
            Uninterrupted.run(this::closeFiles);
        } finally {
            unlock();
        }
    }

    private void closeFiles() {
        closeWriter();
        sync.close();
    }
}
