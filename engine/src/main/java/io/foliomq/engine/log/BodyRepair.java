package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.RepairScope;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;

/** Finds, after a power loss, the records whose payload lies outside and is not there any more, or not as it was written: with {@code process} nobody forces it. */
final class BodyRepair {
    private final BodyNames names;
    private final int priority;
    private final RepairScope scope;

    /** @param lane directory of the lane, whose last character is its priority */
    BodyRepair(Path lane, RepairScope scope) {
        String name = lane.getFileName().toString();
        this.names = BodyNames.ofLane(lane);
        this.priority = name.charAt(name.length() - 1) - '0';
        this.scope = scope;
    }

    /**
     * Takes the records of this segment whose payload is gone out of what was found, and gives a payload its name whose change of name was lost.
     *
     * @return whether anything is left
     */
    boolean look(DirectBuffer log, long segment, SegmentScan.Found found) {
        for (int i = 0; i < found.count(); i++) {
            int start = (int) found.position(i);
            if (found.isIntact(i) && RecordDescriptor.isLarge(log, start) && !isThere(log, segment, start)) {
                found.lose(
                        i,
                        DocumentDescriptor.length(
                                DocumentDescriptor.header(log, start - DocumentDescriptor.HEADER_LENGTH)));
            }
        }
        return found.count() > 0;
    }

    private boolean isThere(DirectBuffer log, long segment, int start) {
        int reference = start + RecordDescriptor.ENVELOPE_LENGTH;
        long id = log.getLong(reference + LargeBodyDescriptor.ID_OFFSET, RecordDescriptor.ORDER);
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
