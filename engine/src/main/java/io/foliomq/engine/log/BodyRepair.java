package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.RepairScope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/** Finds, after a power loss, the records whose payload lies outside and is not there any more, or not as it was written: with {@code process} nobody forces it. */
final class BodyRepair {
    private final BodyNames names;
    private final int priority;
    private final RepairScope scope;

    /** @param lane directory of the lane */
    BodyRepair(Path lane, int priority, RepairScope scope) {
        this.names = BodyNames.ofLane(lane);
        this.priority = priority;
        this.scope = scope;
    }

    /**
     * Takes the records of this segment whose payload is gone out of what was found, and gives a payload its name whose change of name was lost.
     *
     * @return whether anything is left
     */
    boolean look(DirectBuffer log, long segment, SegmentScan.Found found) {
        for (int i = 0; i < found.count(); i++) {
            if (!found.isIntact(i)) {
                continue;
            }
            int start = (int) found.position(i);
            int length =
                    DocumentDescriptor.length(DocumentDescriptor.header(log, start - DocumentDescriptor.HEADER_LENGTH));
            if (LargeBodyDescriptor.isIn(log, start, length) && !isThere(log, segment, start)) {
                found.lose(i, length);
            }
        }
        return found.count() > 0;
    }

    /** Deletes the payload of a record that waits to be appended, or has lost its place in the log, if it is not as it was written. */
    void dropTorn(DirectBuffer record, int length) {
        if (LargeBodyDescriptor.isIn(record, 0, length)) {
            int reference = RecordDescriptor.ENVELOPE_LENGTH;
            long id = id(record, reference);
            Stream.concat(Stream.of(names.temporary(id), names.kept(id)), names.adopted(priority, id).stream())
                    .forEach(path -> isIntact(path, record, reference));
        }
    }

    private static long id(DirectBuffer log, int reference) {
        return log.getLong(reference + LargeBodyDescriptor.ID_OFFSET, RecordDescriptor.ORDER);
    }

    private boolean isThere(DirectBuffer log, long segment, int start) {
        int reference = start + RecordDescriptor.ENVELOPE_LENGTH;
        long id = id(log, reference);
        Path adopted = names.adopted(priority, segment, id);
        if (isIntact(adopted, log, reference)) {
            return true;
        }
        for (Path waiting : List.of(names.temporary(id), names.kept(id))) {
            if (isIntact(waiting, log, reference)) {
                RepairScope.rename(waiting, adopted);
                return true;
            }
        }
        return false;
    }

    /** Deletes it if it is not. */
    private boolean isIntact(Path path, DirectBuffer log, int reference) {
        int length = log.getInt(reference + LargeBodyDescriptor.LENGTH_OFFSET, RecordDescriptor.ORDER);
        int expected = log.getInt(reference + LargeBodyDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
        if (length < 0) {
            return false;
        }
        try (MappedFile file =
                scope.openIntact(path, FileKind.LARGE_BODY, FileHeaderDescriptor.LENGTH + (long) length)) {
            if (file == null) {
                return false;
            }
            if (LargeBodies.crc(file, length) == expected) {
                return true;
            }
        }
        scope.lost("large body is corrupt: file=" + path + ", field=crc");
        RepairScope.delete(path);
        return false;
    }
}
