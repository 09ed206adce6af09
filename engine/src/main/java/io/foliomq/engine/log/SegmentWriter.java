package io.foliomq.engine.log;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The log and the positions of the segment that is appended to, mapped. Used under the lane's mutex. */
final class SegmentWriter implements AutoCloseable {
    private final long segment;
    private final long firstSequence;
    private final long createdMs;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer log;
    private final MappedFile positions;

    private SegmentWriter(SegmentTable table, long segment, MappedByteBuffer mapping, MappedFile positions) {
        this.segment = segment;
        this.firstSequence = table.firstSequence(segment);
        this.createdMs = table.createdMs(segment);
        this.mapping = mapping;
        this.log = new UnsafeBuffer(mapping);
        this.positions = positions;
    }

    static SegmentWriter open(Path lane, LaneSettings settings, SegmentTable table, long segment) {
        MappedFile positions = MappedFile.open(
                Segment.positionsPath(lane, segment),
                FileKind.POSITIONS,
                settings.storeId(),
                PositionsDescriptor.length(settings.segmentRecords()));
        try {
            Path file = SegmentNames.log(lane, segment);
            MappedByteBuffer mapping = Uninterrupted.repeat(() -> map(file, settings.segmentFileLength()));
            return new SegmentWriter(table, segment, mapping, positions);
        } catch (RuntimeException | Error e) {
            positions.close();
            throw e;
        }
    }

    private static MappedByteBuffer map(Path file, long length) {
        try (FileChannel channel = OwnerOnly.open(file, READ, WRITE)) {
            if (channel.size() < length) {
                throw new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "segment is corrupt: file=" + file + ", field=length, expected=" + length + ", actual="
                                + channel.size());
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot open segment: file=" + file + ", cause=" + e, e);
        }
    }

    /** Whether these are the files of the current segment: after the death of a holder it may have been made anew, under its old number. */
    boolean isFor(SegmentTable table) {
        return segment == table.current() && createdMs == table.createdMs(segment);
    }

    /**
     * Writes a record with its frame, which says last that it is complete. Its blocks are reserved.
     *
     * @param frame where the frame begins
     * @return where the record begins
     */
    int write(long frame, DirectBuffer record, int offset, int length, int crcField) {
        int position = (int) frame + DocumentDescriptor.HEADER_LENGTH;
        log.putBytes(position, record, offset, length);
        CrashPoint.APPEND_HALF_WRITTEN.reach();
        log.putInt(position + RecordDescriptor.CRC_OFFSET, crcField, RecordDescriptor.ORDER);
        DocumentDescriptor.complete(log, (int) frame, length);
        return position;
    }

    /** Notes where the record of this sequence begins. */
    void place(long sequence, long position) {
        positions.buffer().putInt(PositionsDescriptor.entry(sequence - firstSequence), (int) position);
    }

    @Override
    public void close() {
        log.wrap(0, 0);
        BufferUtil.free(mapping);
        positions.close();
    }
}
