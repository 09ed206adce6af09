package io.foliomq.engine.log;

import static java.nio.file.StandardOpenOption.READ;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.References;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One segment as this process reads it: its log file, mapped read-only, and the positions of its records. Shared by all tailers of the process, counted, and unmapped when the last lets go; the files may be deleted meanwhile.
 */
public final class Segment {
    static final String POSITIONS = ".positions";

    private final long number;
    private final long firstSequence;
    private final Path file;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer log;
    private final MappedFile positionsFile;
    private final AtomicBuffer positions;
    private final References references = new References();
    private Consumer<Segment> onRelease = segment -> {};

    private Segment(long number, long firstSequence, Path file, MappedByteBuffer mapping, MappedFile positionsFile) {
        this.number = number;
        this.firstSequence = firstSequence;
        this.file = file;
        this.mapping = mapping;
        this.log = new UnsafeBuffer(mapping);
        this.positionsFile = positionsFile;
        this.positions = positionsFile.buffer();
    }

    static Segment open(Path lane, StoreId storeId, long number, long firstSequence, int segmentRecords) {
        Path file = SegmentNames.present(lane, number);
        MappedFile positions = MappedFile.open(
                positionsPath(lane, number), FileKind.POSITIONS, storeId, PositionsDescriptor.length(segmentRecords));
        try {
            return new Segment(number, firstSequence, file, Uninterrupted.repeat(() -> map(file)), positions);
        } catch (StoreFault e) {
            positions.close();
            throw e;
        }
    }

    private static MappedByteBuffer map(Path file) {
        try (FileChannel channel = OwnerOnly.open(file, READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
        } catch (NoSuchFileException e) {
            throw new StoreFault(StoreFault.Kind.DELETED, "segment is gone: file=" + file, e);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot open segment: file=" + file + ", cause=" + e, e);
        }
    }

    static Path positionsPath(Path lane, long number) {
        return lane.resolve(number + POSITIONS);
    }

    public long number() {
        return number;
    }

    public long firstSequence() {
        return firstSequence;
    }

    Path file() {
        return file;
    }

    UnsafeBuffer log() {
        return log;
    }

    long position(long sequence) {
        return positions.getInt(PositionsDescriptor.entry(sequence - firstSequence)) & 0xFFFF_FFFFL;
    }

    /** Length of the record at this published sequence. */
    public int length(long sequence) {
        long offset = position(sequence);
        if (offset < DocumentDescriptor.HEADER_LENGTH || offset >= log.capacity()) {
            throw corrupt(sequence, "position", "within " + log.capacity(), offset);
        }
        int header = DocumentDescriptor.header(log, offset - DocumentDescriptor.HEADER_LENGTH);
        int length = DocumentDescriptor.length(header);
        if (!DocumentDescriptor.isComplete(header)
                || DocumentDescriptor.isMetadata(header)
                || length < RecordDescriptor.ENVELOPE_LENGTH
                || offset + length > log.capacity()) {
            throw corrupt(sequence, "document header", "a complete record", header & 0xFFFF_FFFFL);
        }
        return length;
    }

    /** Copies the record at this published sequence and checks it; fails with {@link StoreFault.Kind#CORRUPT} if it is not what was appended. */
    public void read(long sequence, byte[] target, int length, CRC32C crc) {
        long offset = position(sequence);
        log.getBytes((int) offset, target, 0, length);
        int crcField = log.getInt((int) offset + RecordDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
        if (!RecordDescriptor.isIntact(crc, target, 0, length, crcField, sequence)) {
            throw corrupt(sequence, "crc", "that of the record", crcField & 0xFFFF_FFFFL);
        }
    }

    /** When this published record may be delivered, ms since the epoch; read in place, unchecked. */
    public long deliverAt(long sequence) {
        return log.getLong(envelope(sequence) + RecordDescriptor.DELIVER_AT_OFFSET, RecordDescriptor.ORDER);
    }

    /** When the client sent this published record, ms since the epoch; read in place, unchecked. */
    public long timestamp(long sequence) {
        return log.getLong(envelope(sequence) + RecordDescriptor.TIMESTAMP_OFFSET, RecordDescriptor.ORDER);
    }

    /** The group of this published record, 0 = none; read in place, unchecked. */
    public int group(long sequence) {
        return RecordDescriptor.group(log, envelope(sequence));
    }

    /** Whether this published record is the last of its group; read in place, unchecked. */
    public boolean isLastOfGroup(long sequence) {
        return RecordDescriptor.isLastOfGroup(log, envelope(sequence));
    }

    /** The reference of the transaction that appended this published record; 0 if none did. */
    public long transaction(long sequence) {
        return log.getLong(envelope(sequence) + RecordDescriptor.TRANSACTION_OFFSET, RecordDescriptor.ORDER);
    }

    private int envelope(long sequence) {
        long offset = position(sequence);
        if (offset > log.capacity() - RecordDescriptor.ENVELOPE_LENGTH) {
            throw corrupt(sequence, "position", "within " + log.capacity(), offset);
        }
        return (int) offset;
    }

    /** Id of the large body of this published record; 0 if it has none. */
    long largeBody(long sequence) {
        int record = (int) position(sequence);
        boolean large = LargeBodyDescriptor.isIn(log, record, length(sequence));
        int reference = record + RecordDescriptor.ENVELOPE_LENGTH;
        return large ? log.getLong(reference + LargeBodyDescriptor.ID_OFFSET, RecordDescriptor.ORDER) : 0;
    }

    private StoreFault corrupt(long sequence, String field, String expected, long actual) {
        return new StoreFault(
                StoreFault.Kind.CORRUPT,
                "record is corrupt: file=" + file + ", sequence=" + sequence + ", field=" + field + ", expected="
                        + expected + ", actual=0x" + Long.toHexString(actual));
    }

    boolean tryAcquire() {
        return references.tryAcquire();
    }

    /** Before it is shared: told when the last one let go. */
    void onRelease(Consumer<Segment> listener) {
        onRelease = listener;
    }

    /** Lets go; the last one unmaps. */
    public void release() {
        if (references.release()) {
            onRelease.accept(this);
            log.wrap(0, 0);
            BufferUtil.free(mapping);
            positionsFile.close();
        }
    }
}
