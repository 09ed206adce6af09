package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreLayout;
import java.nio.file.Path;
import org.agrona.collections.LongArrayList;

/**
 * Gives the disk back that settled records take in a segment which others keep. Positions, sequences and everything else stay; the settled records read as zeros, and nobody
 * reads them. May be done again, and by several processes at once. Not thread-safe.
 */
public final class SegmentPunch implements AutoCloseable {
    private final Path lane;
    private final Segment segment;
    private final SparseFile file;
    private final LongArrayList runs;

    SegmentPunch(Path lane, Segment segment, SparseFile file, LongArrayList runs) {
        this.lane = lane;
        this.segment = segment;
        this.file = file;
        this.runs = runs;
    }

    /** What would come free. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < runs.size(); i += 2) {
            bytes += file.dataBytes(runs.getLong(i), runs.getLong(i + 1));
        }
        return bytes;
    }

    /** Forces to stable storage what leads from record to record where their frames no longer do: the positions, and with which sequence the segment begins. */
    public void force() {
        StoreLayout.forceFile(Segment.positionsPath(lane, segment.number()));
        StoreLayout.forceFile(lane.resolve("lane"));
        StoreLayout.forceNames(lane, 0);
    }

    /**
     * Makes the holes. Before, {@link #force}, and everything that says that the records are settled is on stable storage.
     *
     * @return whether the file system took them all
     */
    public boolean punch() {
        boolean taken = true;
        for (int i = 0; i < runs.size() && taken; i += 2) {
            if (file.dataBytes(runs.getLong(i), runs.getLong(i + 1)) > 0) {
                taken = file.punch(runs.getLong(i), runs.getLong(i + 1));
                CrashPoint.PUNCH_HOLE.reach();
            }
        }
        return taken;
    }

    @Override
    public void close() {
        file.close();
        segment.release();
    }
}
