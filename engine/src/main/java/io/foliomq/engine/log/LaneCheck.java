package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a lane without opening it: its file, and in each segment that is kept every record, by its checksum. Changes nothing. May look while others append: what they had published when it began
 * is what it looks at.
 */
public final class LaneCheck {
    private final Path directory;
    private final int priority;
    private final StoreIdentity store;
    private final Findings findings;
    private final List<Checked> segments = new ArrayList<>();
    private boolean readable;
    private long appended;
    private long bytes;
    private long records;

    /**
     * A segment that is kept.
     *
     * @param end behind its last published record
     * @param open whether more will be appended to it
     * @param lost bit i: a repair found no bytes of the record at first + i
     */
    public record Checked(long number, long first, long end, boolean open, BitSet lost) {}

    private LaneCheck(Path directory, int priority, StoreIdentity store, Findings findings) {
        this.directory = directory;
        this.priority = priority;
        this.store = store;
        this.findings = findings;
    }

    public static LaneCheck of(Path directory, int priority, StoreIdentity store, Findings findings) {
        LaneCheck check = new LaneCheck(directory, priority, store, findings);
        check.readable = findings.inside(
                directory.resolve("lane"), FileKind.LANE, store.id(), LaneDescriptor.LENGTH, check::look);
        return check;
    }

    /** Whether the lane's file could be read at all; if not, the rest says nothing. */
    public boolean isReadable() {
        return readable;
    }

    public long appended() {
        return appended;
    }

    public long bytes() {
        return bytes;
    }

    /** How many records were looked at. */
    public long records() {
        return records;
    }

    public List<Checked> segments() {
        return segments;
    }

    private void look(FileBytes lane) {
        appended = lane.getLong(LaneDescriptor.APPENDED_OFFSET);
        bytes = lane.getLong(LaneDescriptor.BYTES_OFFSET);
        long current = lane.getLong(LaneDescriptor.CURRENT_SEGMENT_OFFSET);
        long first = lane.getLong(LaneDescriptor.FIRST_SEGMENT_OFFSET);
        boolean plausible = areCountersPlausible(lane)
                & expect(
                        lane,
                        first >= 0 && current >= first && current - first < LaneDescriptor.TABLE_ENTRIES,
                        LaneDescriptor.CURRENT_SEGMENT_OFFSET,
                        "current segment",
                        "from " + first + ", " + LaneDescriptor.TABLE_ENTRIES + " at most",
                        current)
                & expect(
                        lane,
                        (current == 0) == (appended == 0) || appended == 0,
                        LaneDescriptor.APPENDED_OFFSET,
                        "appended",
                        "0 without a segment",
                        appended);
        if (plausible && current > 0) {
            for (long number = first; number <= current; number++) {
                lookAtEntry(lane, number, current);
            }
        }
    }

    private boolean areCountersPlausible(FileBytes lane) {
        long next = lane.getLong(LaneDescriptor.NEXT_OFFSET);
        long published = lane.getLong(LaneDescriptor.PUBLISHED_A_OFFSET);
        long publishedToo = lane.getLong(LaneDescriptor.PUBLISHED_B_OFFSET);
        return expect(lane, appended >= 0, LaneDescriptor.APPENDED_OFFSET, "appended", "0 or more", appended)
                & expect(lane, next >= appended, LaneDescriptor.NEXT_OFFSET, "next", appended + " or more", next)
                & expect(
                        lane,
                        published >= appended || publishedToo >= appended,
                        LaneDescriptor.PUBLISHED_A_OFFSET,
                        "published",
                        Long.toString(appended),
                        published);
    }

    private boolean expect(FileBytes lane, boolean so, int position, String field, String expected, long actual) {
        return findings.expect(so, lane.path(), position, field, expected, actual);
    }

    private void lookAtEntry(FileBytes lane, long number, long current) {
        int entry = LaneDescriptor.entry(number);
        long named = lane.getLong(entry + LaneDescriptor.ENTRY_SEGMENT);
        long begin = lane.getLong(entry + LaneDescriptor.ENTRY_FIRST_SEQUENCE);
        long deleted = lane.getLong(entry + LaneDescriptor.ENTRY_DELETED);
        long end = number == current
                ? appended
                : Math.min(
                        appended, lane.getLong(LaneDescriptor.entry(number + 1) + LaneDescriptor.ENTRY_FIRST_SEQUENCE));
        boolean plausible = expect(lane, named == number, entry, "segment", Long.toString(number), named)
                & expect(
                        lane,
                        begin >= 0 && begin <= end && end - begin <= store.segmentRecords(),
                        entry + LaneDescriptor.ENTRY_FIRST_SEQUENCE,
                        "first sequence",
                        "0.." + end + ", " + store.segmentRecords() + " records at most",
                        begin)
                & expect(
                        lane,
                        deleted == 0 || deleted == 1,
                        entry + LaneDescriptor.ENTRY_DELETED,
                        "deleted",
                        "0 or 1",
                        deleted);
        if (plausible && deleted == 0 && end > begin) {
            boolean closed = lane.getLong(LaneDescriptor.END_OFFSET) >= LaneDescriptor.CLOSED_END;
            lookAtSegment(number, begin, end, number == current && !closed);
        }
    }

    private void lookAtSegment(long number, long begin, long end, boolean open) {
        Path kept = directory.resolve(ChronicleAppender.keptFileName(number));
        boolean repaired = Files.exists(kept);
        Path path = repaired ? kept : directory.resolve(ChronicleAppender.fileName(number));
        Path positions = Segment.positionsPath(directory, number);
        BitSet lost = new BitSet();
        try (FileBytes log = FileBytes.open(path)) {
            boolean looked = findings.inside(
                    positions,
                    FileKind.POSITIONS,
                    store.id(),
                    PositionsDescriptor.entry(end - begin),
                    file -> lookAtRecords(log, file, number, begin, end, repaired ? lost : null));
            if (!looked && !Files.exists(positions)) {
                missing(positions, number);
            }
        } catch (StoreFault e) {
            missing(path, number);
        }
        if (!isDeletedNow(number)) {
            segments.add(new Checked(number, begin, end, open, lost));
        }
    }

    private void missing(Path path, long number) {
        if (!isDeletedNow(number)) {
            findings.add(path, 0, "file", "segment " + number + " of the lane", "missing or unreadable");
        }
    }

    /** It may have been settled and deleted since we began to look. */
    private boolean isDeletedNow(long number) {
        try (FileBytes lane = FileBytes.open(directory.resolve("lane"))) {
            return number < lane.getLong(LaneDescriptor.FIRST_SEGMENT_OFFSET)
                    || lane.getLong(LaneDescriptor.entry(number) + LaneDescriptor.ENTRY_DELETED) == 1;
        } catch (StoreFault e) {
            return e.kind() == StoreFault.Kind.DELETED;
        }
    }

    /** @param lost what a repair found no bytes of; null if the segment was not repaired */
    private void lookAtRecords(
            FileBytes log, FileBytes positions, long number, long begin, long end, @Nullable BitSet lost) {
        for (long sequence = begin; sequence < end; sequence++) {
            records++;
            long at = PositionsDescriptor.entry(sequence - begin);
            long position = positions.getInt(at) & 0xFFFF_FFFFL;
            if (position == 0 && lost != null) {
                lost.set((int) (sequence - begin));
                continue;
            }
            boolean placed = findings.expect(
                    position >= DocumentDescriptor.HEADER_LENGTH && position < log.size(),
                    positions.path(),
                    at,
                    "position of sequence " + sequence,
                    "4.." + log.size(),
                    position);
            if (placed && isFramed(log, position, sequence) && isSealed(log, position, sequence)) {
                lookAtBody(log, number, position, sequence);
            }
        }
    }

    private boolean isFramed(FileBytes log, long position, long sequence) {
        int header = log.getInt(position - DocumentDescriptor.HEADER_LENGTH);
        int length = DocumentDescriptor.length(header);
        int longest = Math.min(1 << 20, store.segmentBytes() / 8) + RecordDescriptor.ENVELOPE_LENGTH;
        boolean framed = DocumentDescriptor.isComplete(header)
                && !DocumentDescriptor.isMetadata(header)
                && length >= RecordDescriptor.ENVELOPE_LENGTH
                && length <= longest
                && position + length <= log.size();
        return findings.expect(
                framed,
                log.path(),
                position - DocumentDescriptor.HEADER_LENGTH,
                "frame of sequence " + sequence,
                "a record of " + RecordDescriptor.ENVELOPE_LENGTH + ".." + longest + " bytes",
                header & 0xFFFF_FFFFL);
    }

    private boolean isSealed(FileBytes log, long position, long sequence) {
        int length = DocumentDescriptor.length(log.getInt(position - DocumentDescriptor.HEADER_LENGTH));
        byte[] record = log.get(position, length);
        int field = log.getInt(position + RecordDescriptor.CRC_OFFSET);
        int expected = RecordDescriptor.seal(RecordDescriptor.checksum(record, 0, length), sequence);
        return findings.expect(
                field == expected,
                log.path(),
                position,
                "crc of sequence " + sequence,
                "0x" + Integer.toHexString(expected),
                field & 0xFFFF_FFFFL);
    }

    /** Of a record whose payload lies outside. */
    private void lookAtBody(FileBytes log, long number, long position, long sequence) {
        if ((log.getByte(position + RecordDescriptor.FLAGS_OFFSET) & RecordDescriptor.LARGE_FLAG) == 0) {
            return;
        }
        long reference = position + RecordDescriptor.ENVELOPE_LENGTH;
        long id = log.getLong(reference + LargeBodyDescriptor.ID_OFFSET);
        int length = log.getInt(reference + LargeBodyDescriptor.LENGTH_OFFSET);
        int crc = log.getInt(reference + LargeBodyDescriptor.CRC_OFFSET);
        Path path = directory
                .resolveSibling("large")
                .resolve(priority + "-" + number + "-" + Long.toHexString(id) + ".body");
        boolean looked = findings.inside(
                path, FileKind.LARGE_BODY, store.id(), FileHeaderDescriptor.LENGTH + (long) length, body -> {
                    CRC32C actual = new CRC32C();
                    body.update(actual, FileHeaderDescriptor.LENGTH, FileHeaderDescriptor.LENGTH + (long) length);
                    findings.expect(
                            (int) actual.getValue() == crc,
                            path,
                            FileHeaderDescriptor.LENGTH,
                            "crc of the body of sequence " + sequence,
                            "0x" + Integer.toHexString(crc),
                            actual.getValue());
                });
        if (!looked && !Files.exists(path) && !isDeletedNow(number)) {
            findings.add(path, 0, "file", "body of sequence " + sequence, "missing");
        }
    }
}
