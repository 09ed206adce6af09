package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import java.nio.file.Path;

/** The positions file of the segment that is appended to. Used under the lane's mutex. */
final class OpenPositions implements AutoCloseable {
    private final long segment;
    private final long firstSequence;
    private final MappedFile file;

    private OpenPositions(long segment, long firstSequence, MappedFile file) {
        this.segment = segment;
        this.firstSequence = firstSequence;
        this.file = file;
    }

    static OpenPositions open(Path lane, LaneSettings settings, long segment, long firstSequence) {
        MappedFile file = MappedFile.open(
                Segment.positionsPath(lane, segment),
                FileKind.POSITIONS,
                settings.storeId(),
                PositionsDescriptor.length(settings.segmentRecords()));
        return new OpenPositions(segment, firstSequence, file);
    }

    long segment() {
        return segment;
    }

    void put(long sequence, long position) {
        file.buffer().putInt(PositionsDescriptor.entry(sequence - firstSequence), (int) position);
    }

    @Override
    public void close() {
        file.close();
    }
}
