package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Looks at records of one segment's file by their frames, checksums and bodies outside. Changes nothing. Not thread-safe. */
final class RecordCheck {
    /** What a hole is a multiple of, on whatever machine it was made. */
    private static final int PAGE = 4096;

    private final Path lane;
    private final int priority;
    private final StoreIdentity store;
    private final FileBytes log;
    private long zeroPage = -1;

    RecordCheck(Path lane, int priority, StoreIdentity store, FileBytes log) {
        this.lane = lane;
        this.priority = priority;
        this.store = store;
        this.log = log;
    }

    /** Notes what is wrong with the record at this position, if anything is. */
    boolean look(long number, long position, long sequence, Findings into) {
        return isFramed(position, sequence, into)
                && isSealed(position, sequence, into)
                && (!isLarge(position) || lookAtBody(number, position, sequence, into));
    }

    /** Whether a record with which something is wrong is gone in the way in which a settled one may be: it lies in whole pages of zeros, or its body outside is not there. */
    boolean isGone(long number, long position) {
        return hasZeroPage(position) || (isLarge(position) && !Files.exists(body(number, position)));
    }

    private boolean hasZeroPage(long position) {
        long frame = position - DocumentDescriptor.HEADER_LENGTH;
        if (isZeroPage(frame / PAGE)) {
            return true;
        }
        long end = Math.min(log.size(), position + DocumentDescriptor.length(log.getInt(frame)));
        for (long page = frame / PAGE + 1; page * PAGE < end; page++) {
            if (isZeroPage(page)) {
                return true;
            }
        }
        return false;
    }

    /** Read anew: it may have become a hole since the record was looked at. */
    private boolean isZeroPage(long page) {
        if (page == zeroPage) {
            return true;
        }
        try (FileBytes now = FileBytes.open(log.path())) {
            for (long at = page * PAGE; at < (page + 1) * PAGE; at += Long.BYTES) {
                if (now.getLong(at) != 0) {
                    return false;
                }
            }
        }
        zeroPage = page;
        return true;
    }

    private boolean isFramed(long position, long sequence, Findings into) {
        int header = log.getInt(position - DocumentDescriptor.HEADER_LENGTH);
        int length = DocumentDescriptor.length(header);
        int longest = Math.min(1 << 20, store.segmentBytes() / 8) + RecordDescriptor.ENVELOPE_LENGTH;
        boolean framed = DocumentDescriptor.isComplete(header)
                && !DocumentDescriptor.isMetadata(header)
                && length >= RecordDescriptor.ENVELOPE_LENGTH
                && length <= longest
                && position + length <= log.size();
        return into.expect(
                framed,
                log.path(),
                position - DocumentDescriptor.HEADER_LENGTH,
                "frame of sequence " + sequence,
                "a record of " + RecordDescriptor.ENVELOPE_LENGTH + ".." + longest + " bytes",
                header & 0xFFFF_FFFFL);
    }

    private boolean isSealed(long position, long sequence, Findings into) {
        int length = DocumentDescriptor.length(log.getInt(position - DocumentDescriptor.HEADER_LENGTH));
        byte[] record = log.get(position, length);
        int field = log.getInt(position + RecordDescriptor.CRC_OFFSET);
        int expected = RecordDescriptor.seal(RecordDescriptor.checksum(record, 0, length), sequence);
        return into.expect(
                field == expected,
                log.path(),
                position,
                "crc of sequence " + sequence,
                "0x" + Integer.toHexString(expected),
                field & 0xFFFF_FFFFL);
    }

    /** Whether the payload lies outside. */
    private boolean isLarge(long position) {
        return (log.getByte(position + RecordDescriptor.FLAGS_OFFSET) & RecordDescriptor.LARGE_FLAG) != 0;
    }

    private Path body(long number, long position) {
        long id = log.getLong(position + RecordDescriptor.ENVELOPE_LENGTH + LargeBodyDescriptor.ID_OFFSET);
        return BodyNames.ofLane(lane).adopted(priority, number, id);
    }

    private boolean lookAtBody(long number, long position, long sequence, Findings into) {
        long reference = position + RecordDescriptor.ENVELOPE_LENGTH;
        int length = log.getInt(reference + LargeBodyDescriptor.LENGTH_OFFSET);
        int crc = log.getInt(reference + LargeBodyDescriptor.CRC_OFFSET);
        Path path = body(number, position);
        boolean[] whole = {false};
        boolean looked = into.inside(
                path, FileKind.LARGE_BODY, store.id(), FileHeaderDescriptor.LENGTH + (long) length, body -> {
                    CRC32C actual = new CRC32C();
                    body.update(actual, FileHeaderDescriptor.LENGTH, FileHeaderDescriptor.LENGTH + (long) length);
                    whole[0] = into.expect(
                            (int) actual.getValue() == crc,
                            path,
                            FileHeaderDescriptor.LENGTH,
                            "crc of the body of sequence " + sequence,
                            "0x" + Integer.toHexString(crc),
                            actual.getValue());
                });
        if (!looked && !Files.exists(path)) {
            into.add(path, 0, "file", "body of sequence " + sequence, "missing");
        }
        return whole[0];
    }
}
