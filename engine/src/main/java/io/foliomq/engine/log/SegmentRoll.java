package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Uninterrupted;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next segment begins and sees that everything an append will touch has disk blocks before it is touched. Used under the lane's mutex, but
 * for {@link #wantsSpare} and {@link #writeSpare}.
 */
final class SegmentRoll {
    private static final String SPARE = ".spare-";
    private static final int FIRST_BYTES = 64 << 10;
    private static final int LARGEST_STEP = 1 << 20;
    private static final int FIRST_RECORDS = 512;
    private static final int LARGEST_RECORDS_STEP = 1 << 16;
    private static final int TABLE_STEP = 4096;
    /** How many times its own size a segment may refer to in bodies outside. */
    private static final int LARGE_FACTOR = 4;

    private final Path directory;
    private final LaneSettings settings;
    private final AtomicBuffer state;
    private final SegmentTable table;
    private final SlotKeeper slots;

    SegmentRoll(Path directory, LaneSettings settings, AtomicBuffer state, SegmentTable table, SlotKeeper slots) {
        this.directory = directory;
        this.settings = settings;
        this.state = state;
        this.table = table;
        this.slots = slots;
    }

    void ensure(int length, long largeBytes, boolean internal) {
        long segment = table.current();
        long next = state.getLong(LaneDescriptor.NEXT_OFFSET);
        long need = state.getLong(LaneDescriptor.END_OFFSET)
                + DocumentDescriptor.HEADER_LENGTH
                + length
                + LaneSettings.SLACK;
        if (segment == 0 || isFull(segment, next, need, largeBytes)) {
            need = (long) FIRST_BYTES + length + LaneSettings.SLACK;
            roll(segment + 1, next, need, internal);
            segment = segment + 1;
        }
        int record = (int) (next - table.firstSequence(segment));
        if (need > state.getLong(LaneDescriptor.RESERVED_BYTES_OFFSET)) {
            reserveBytes(segment, need, internal);
        }
        if (record >= state.getLong(LaneDescriptor.RESERVED_RECORDS_OFFSET)) {
            reserveRecords(segment);
        }
        if (largeBytes > 0) {
            state.putLong(
                    LaneDescriptor.LARGE_BYTES_OFFSET, state.getLong(LaneDescriptor.LARGE_BYTES_OFFSET) + largeBytes);
        }
    }

    /**
     * Makes room for so many records one behind the other in one segment, rolling now rather than between them.
     *
     * @return {@code false} if no segment has room for them all: then nothing has changed
     */
    boolean ensureTogether(long bytes, int records, boolean internal) {
        long segment = table.current();
        long next = state.getLong(LaneDescriptor.NEXT_OFFSET);
        long fresh = FIRST_BYTES + bytes + LaneSettings.SLACK;
        if (fresh > settings.segmentBytes() || records > settings.segmentRecords()) {
            return false;
        }
        long need = state.getLong(LaneDescriptor.END_OFFSET) + bytes + LaneSettings.SLACK;
        if (segment == 0
                || isFull(segment, next, need, 0)
                || next + records - table.firstSequence(segment) > settings.segmentRecords()) {
            need = fresh;
            roll(++segment, next, need, internal);
        }
        if (need > state.getLong(LaneDescriptor.RESERVED_BYTES_OFFSET)) {
            reserveBytes(segment, need, internal);
        }
        int last = (int) (next - table.firstSequence(segment)) + records - 1;
        while (last >= state.getLong(LaneDescriptor.RESERVED_RECORDS_OFFSET)) {
            reserveRecords(segment);
        }
        return true;
    }

    private boolean isFull(long segment, long next, long need, long largeBytes) {
        if (state.getLong(LaneDescriptor.END_OFFSET) == 0) {
            return false;
        }
        long records = next - table.firstSequence(segment);
        return need > settings.segmentBytes()
                || records >= settings.segmentRecords()
                || (largeBytes > 0
                        && state.getLong(LaneDescriptor.LARGE_BYTES_OFFSET) + largeBytes
                                > (long) LARGE_FACTOR * settings.segmentBytes())
                || (settings.segmentMillis() > 0
                        && settings.epochClock().time() - table.createdMs(segment) > settings.segmentMillis());
    }

    private void roll(long segment, long firstSequence, long need, boolean internal) {
        boolean spare = state.getLong(LaneDescriptor.SPARE_SEGMENT_OFFSET) == segment && Files.exists(spare(segment));
        long reserved = spare ? settings.segmentFileLength() : Math.min(need, settings.segmentFileLength());
        if (!spare) {
            if (!internal) {
                settings.diskGuard().admit(reserved);
            }
            writeSegment(spare(segment), reserved);
        }
        CrashPoint.ROLL_WRITTEN.reach();
        createPositions(segment);
        slots.reserve(segment, firstSequence, 0, FIRST_RECORDS);
        reserveEntry(segment);
        CrashPoint.ROLL_RESERVED.reach();
        endCurrent();
        table.open(segment, firstSequence, createdMs(segment));
        CrashPoint.ROLL_OPENED.reach();
        // Only now: these are of the current segment, and recovery starts a segment from scratch that nothing was
        // published in.
        state.putLong(LaneDescriptor.END_OFFSET, 0);
        state.putLong(LaneDescriptor.RESERVED_BYTES_OFFSET, reserved);
        state.putLong(LaneDescriptor.RESERVED_RECORDS_OFFSET, FIRST_RECORDS);
        state.putLong(LaneDescriptor.LARGE_BYTES_OFFSET, 0);
    }

    /** By which others see that it was made anew, under its old number. */
    private long createdMs(long segment) {
        long now = settings.epochClock().time();
        return segment == table.current() ? Math.max(now, table.createdMs(segment) + 1) : now;
    }

    /** Gives the current segment's file its name, if nobody has. */
    void nameCurrent() {
        Path log = log(table.current());
        Path spare = spare(table.current());
        if (Files.exists(log) || !Files.exists(spare)) {
            return;
        }
        try {
            Files.move(spare, log, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot name segment: file=" + log + ", cause=" + e, e);
        }
    }

    /** Tells who reads the current segment with Chronicle that nothing follows in it. An append that comes all the same, because we die before the next one is begun, writes over it. */
    private void endCurrent() {
        long end = state.getLong(LaneDescriptor.END_OFFSET);
        if (end != 0 && end < LaneDescriptor.CLOSED_END) {
            Uninterrupted.repeat(() -> writeEnd(log(table.current()), end));
        }
    }

    private static void writeEnd(Path file, long end) {
        ByteBuffer mark = ByteBuffer.allocate(DocumentDescriptor.HEADER_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, DocumentDescriptor.END_OF_FILE);
        try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.WRITE)) {
            channel.write(mark, end);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot end segment: file=" + file + ", cause=" + e, e);
        }
    }

    /** Starts the current segment, of which nothing was published, from scratch. */
    void restart(long segment, long firstSequence) {
        deleteLog(segment);
        // There is nothing to end.
        state.putLong(LaneDescriptor.END_OFFSET, 0);
        state.putLong(LaneDescriptor.SPARE_SEGMENT_OFFSET, 0);
        roll(segment, firstSequence, FIRST_BYTES, true);
    }

    /** Gets disk blocks for the segment's entry of the table; those that were in use before have theirs. */
    private void reserveEntry(long segment) {
        int from = LaneDescriptor.entry(segment);
        if (segment < LaneDescriptor.TABLE_ENTRIES && from >= LaneDescriptor.RESERVED && from % TABLE_STEP == 0) {
            Zeros.write(directory.resolve("lane"), from, from + TABLE_STEP);
        }
    }

    private void createPositions(long segment) {
        Path path = Segment.positionsPath(directory, segment);
        MappedFile.create(
                path,
                FileKind.POSITIONS,
                settings.storeId(),
                settings.epochClock().time(),
                PositionsDescriptor.length(settings.segmentRecords()),
                PositionsDescriptor.entry(FIRST_RECORDS),
                buffer -> {});
    }

    private void reserveBytes(long segment, long need, boolean internal) {
        long from = state.getLong(LaneDescriptor.RESERVED_BYTES_OFFSET);
        long step = Math.min(Math.max(from, FIRST_BYTES), LARGEST_STEP);
        long to = Math.min(Math.max(from + step, need), settings.segmentFileLength());
        if (!internal) {
            settings.diskGuard().admit(to - from);
        }
        // Its beginner may have failed to.
        nameCurrent();
        Zeros.write(log(segment), from, to, settings.isForcedOften());
        CrashPoint.RESERVE_BYTES.reach();
        state.putLong(LaneDescriptor.RESERVED_BYTES_OFFSET, to);
    }

    private void reserveRecords(long segment) {
        int from = (int) state.getLong(LaneDescriptor.RESERVED_RECORDS_OFFSET);
        int to = Math.min(
                from + Math.min(Math.max(from, FIRST_RECORDS), LARGEST_RECORDS_STEP), settings.segmentRecords());
        Zeros.write(
                Segment.positionsPath(directory, segment),
                PositionsDescriptor.entry(from),
                PositionsDescriptor.entry(to));
        slots.reserve(segment, table.firstSequence(segment), from, to);
        CrashPoint.RESERVE_RECORDS.reach();
        state.putLong(LaneDescriptor.RESERVED_RECORDS_OFFSET, to);
    }

    boolean wantsSpare() {
        long current = table.current();
        return current != 0
                && state.getLong(LaneDescriptor.END_OFFSET) > settings.segmentBytes() / 4
                && state.getLong(LaneDescriptor.SPARE_SEGMENT_OFFSET) != current + 1;
    }

    /** Writes a full segment of zeros under a temporary name; {@code null} if there is no disk to spare. */
    @Nullable
    Path writeSpare() {
        long segment = table.current() + 1;
        Path temporary = directory.resolve(segment + SPARE + settings.holder().token());
        try {
            settings.diskGuard().admit(settings.segmentFileLength());
            if (settings.forcing() == Forcing.NEVER) {
                writeSegment(temporary, settings.segmentFileLength());
            } else {
                // So that the first sync in the segment does not wait for its zeros, nor one meanwhile for all of
                // them at once.
                writeSegment(temporary, TABLE_STEP);
                Zeros.writeForced(temporary, TABLE_STEP, settings.segmentFileLength(), settings.isForcedOften());
            }
            CrashPoint.SPARE_WRITTEN.reach();
            return temporary;
        } catch (StoreFault e) {
            // The next segment will reserve step by step instead, and refuse the send that finds no room.
            delete(temporary);
            return null;
        }
    }

    void adoptSpare(Path temporary) {
        long segment = table.current() + 1;
        boolean wanted = temporary.getFileName().toString().startsWith(segment + SPARE)
                && state.getLong(LaneDescriptor.SPARE_SEGMENT_OFFSET) != segment
                && !slots.isGone();
        if (!wanted) {
            return;
        }
        try {
            Files.move(temporary, spare(segment), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot rename spare segment: file=" + temporary + ", cause=" + e, e);
        }
        CrashPoint.SPARE_NAMED.reach();
        state.putLong(LaneDescriptor.SPARE_SEGMENT_OFFSET, segment);
    }

    /** Deletes everything that belongs to the segment; the positions last, by which {@link #deleteLeftovers} finds what is half deleted. */
    void deleteFiles(long segment) {
        delete(log(segment));
        delete(SegmentNames.kept(directory, segment));
        CrashPoint.DELETE_SEGMENT_LOG.reach();
        delete(spare(segment));
        slots.delete(segment);
        CrashPoint.DELETE_SEGMENT_LEDGER.reach();
        delete(Segment.positionsPath(directory, segment));
    }

    void deleteLog(long segment) {
        delete(log(segment));
        delete(SegmentNames.kept(directory, segment));
        delete(spare(segment));
        delete(Segment.positionsPath(directory, segment));
    }

    /** Deletes the rest of segments that were being deleted when their holder died. */
    void deleteLeftovers() {
        visit("*" + Segment.POSITIONS, path -> {
            long segment = numberOf(path);
            if (segment < table.current() && table.isDeleted(segment)) {
                deleteFiles(segment);
            }
        });
    }

    /** Deletes spare segments that were being written when their writer died. */
    void deleteDeadSpares() {
        visit("*" + SPARE + "*", path -> {
            String name = path.getFileName().toString();
            String writer = name.substring(name.indexOf(SPARE) + SPARE.length());
            if (writer.matches("\\d{1,18}") && isDead(Long.parseLong(writer))) {
                delete(path);
            }
        });
    }

    private boolean isDead(long token) {
        return token != settings.holder().token() && !settings.holder().isAlive(token);
    }

    void discardSpare(Path temporary) {
        delete(temporary);
    }

    private void visit(String glob, Consumer<Path> visitor) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
            found.forEach(visitor);
        } catch (NoSuchFileException e) {
            // The destination was deleted meanwhile.
            return;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + directory + ", cause=" + e, e);
        }
    }

    private static long numberOf(Path path) {
        String name = path.getFileName().toString();
        String number = name.substring(0, name.indexOf('.'));
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : Long.MAX_VALUE;
    }

    /** Of the file under either of its names; 0 if there is none. */
    long diskBytes(long segment) {
        return SparseFile.diskBytes(SegmentNames.present(directory, segment));
    }

    Path log(long segment) {
        return SegmentNames.log(directory, segment);
    }

    private Path spare(long segment) {
        return SegmentNames.spare(directory, segment);
    }

    private void writeSegment(Path path, long reserved) {
        Uninterrupted.repeat(() -> tryWriteSegment(path, reserved));
    }

    private void tryWriteSegment(Path path, long reserved) {
        try (FileChannel channel = OwnerOnly.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            // First, so that the zeros go to the end of a page.
            channel.write(ByteBuffer.allocate(1), settings.segmentFileLength() - 1);
            Zeros.write(path, 0, reserved, settings.isForcedOften());
            channel.write(SegmentHeader.bytes(), 0);
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot make segment: file=" + path + ", cause=" + e.getMessage(), e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete file: file=" + path + ", cause=" + e, e);
        }
    }
}
