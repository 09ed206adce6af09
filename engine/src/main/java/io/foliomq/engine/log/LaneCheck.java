package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Looks at a lane without opening it: its file, and in each segment that is kept every record, by its checksum. Changes nothing. May look while others append: what they had published when it began
 * is what it looks at.
 *
 * <p>Records of closed segments may have given their bytes back, once they are settled. Whether they are the slots know: what looks like that is a finding if {@link Checked#wanted} says so.
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
     * @param holes bit i: the record at first + i, or its body outside, is gone as a settled one may be
     * @param wanted to be set by who knows the slots: bit i if it is not settled all the same
     */
    public record Checked(long number, long first, long end, boolean open, BitSet lost, BitSet holes, BitSet wanted) {}

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
            lookAtSegment(number, begin, end, number == current && !closed, number < current);
        }
    }

    private void lookAtSegment(long number, long begin, long end, boolean open, boolean closed) {
        boolean repaired = Files.exists(SegmentNames.kept(directory, number));
        Path path = SegmentNames.present(directory, number);
        Path positions = Segment.positionsPath(directory, number);
        Checked segment = new Checked(number, begin, end, open, new BitSet(), new BitSet(), new BitSet());
        try (FileBytes log = FileBytes.open(path)) {
            boolean looked = findings.inside(
                    positions,
                    FileKind.POSITIONS,
                    store.id(),
                    PositionsDescriptor.entry(end - begin),
                    file -> lookAtRecords(new Look(log, file, segment, repaired, closed)));
            if (!looked && !Files.exists(positions)) {
                missing(positions, number);
            }
        } catch (StoreFault e) {
            missing(path, number);
        }
        if (!isDeletedNow(number)) {
            segments.add(segment);
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

    /** One look at the files of one segment. */
    private record Look(FileBytes log, FileBytes positions, Checked segment, boolean repaired, boolean closed) {}

    private void lookAtRecords(Look look) {
        Checked segment = look.segment();
        RecordCheck check = new RecordCheck(directory, priority, store, look.log());
        for (long sequence = segment.first(); sequence < segment.end(); sequence++) {
            records++;
            int number = (int) (sequence - segment.first());
            long at = PositionsDescriptor.entry(number);
            long position = look.positions().getInt(at) & 0xFFFF_FFFFL;
            if (position == 0 && look.repaired()) {
                segment.lost().set(number);
                continue;
            }
            boolean placed = findings.expect(
                    position >= DocumentDescriptor.HEADER_LENGTH
                            && position < look.log().size(),
                    look.positions().path(),
                    at,
                    "position of sequence " + sequence,
                    "4.." + look.log().size(),
                    position);
            if (placed) {
                lookAtRecord(check, look, position, sequence);
            }
        }
    }

    private void lookAtRecord(RecordCheck check, Look look, long position, long sequence) {
        Checked segment = look.segment();
        Findings wrong = new Findings();
        boolean whole = check.look(segment.number(), position, sequence, wrong);
        if (!whole && look.closed() && check.isGone(segment.number(), position)) {
            segment.holes().set((int) (sequence - segment.first()));
        } else if (whole || !isDeletedNow(segment.number())) {
            findings.addAll(wrong);
        }
    }

    /** Once {@link Checked#wanted} is known: names what is missing though it is not settled. */
    public void lookAtWanted() {
        for (Checked segment : segments) {
            if (segment.wanted().isEmpty() || isDeletedNow(segment.number())) {
                continue;
            }
            Path path = SegmentNames.present(directory, segment.number());
            try (FileBytes log = FileBytes.open(path);
                    FileBytes positions = FileBytes.open(Segment.positionsPath(directory, segment.number()))) {
                RecordCheck check = new RecordCheck(directory, priority, store, log);
                segment.wanted().stream().forEach(number -> {
                    long position = positions.getInt(PositionsDescriptor.entry(number)) & 0xFFFF_FFFFL;
                    boolean unused = check.look(segment.number(), position, segment.first() + number, findings);
                });
            } catch (StoreFault e) {
                missing(path, segment.number());
            }
        }
    }
}
