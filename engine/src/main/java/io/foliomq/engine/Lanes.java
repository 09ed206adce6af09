package io.foliomq.engine;

import io.foliomq.engine.ledger.Sequences;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.LaneSettings;
import io.foliomq.engine.log.SlotReserver;
import io.foliomq.engine.storage.MappedMutex;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The lanes of a destination, opened when they are needed. What a ledger asks of the log is answered here. Thread-safe. */
final class Lanes implements Sequences, AutoCloseable {
    static final int COUNT = 10;

    private final Path directory;
    private final LaneSettings settings;
    private final DestinationFile file;
    private final MappedMutex mutex;
    private final SegmentReserver reserver;
    private final AtomicReferenceArray<@Nullable Lane> lanes = new AtomicReferenceArray<>(COUNT);

    /** Gives slots to the records of a lane's segment. */
    interface SegmentReserver {
        void reserve(int lane, long segment, int fromRecord, int toRecord);
    }

    Lanes(Path directory, LaneSettings settings, DestinationFile file, MappedMutex mutex, SegmentReserver reserver) {
        this.directory = directory;
        this.settings = settings;
        this.file = file;
        this.mutex = mutex;
        this.reserver = reserver;
    }

    /** The lane of this priority, made on first use. */
    Lane lane(int priority) {
        Lane lane = lanes.get(priority);
        return lane != null ? lane : open(priority);
    }

    /** The lane if it exists. */
    @Nullable
    Lane existing(int priority) {
        Lane lane = lanes.get(priority);
        if (lane != null || (file.lanes() & 1L << priority) == 0) {
            return lane;
        }
        return open(priority);
    }

    long bits() {
        return file.lanes();
    }

    private synchronized Lane open(int priority) {
        Lane lane = lanes.get(priority);
        if (lane != null) {
            return lane;
        }
        SlotReserver slots = (segment, first, from, to) -> reserver.reserve(priority, segment, from, to);
        if ((file.lanes() & 1L << priority) != 0) {
            lane = Lane.open(path(priority), settings, slots);
        } else {
            mutex.lock();
            try {
                lane = Lane.open(path(priority), settings, slots);
                file.addLane(priority);
            } finally {
                mutex.unlock();
            }
        }
        lanes.set(priority, lane);
        return lane;
    }

    private Path path(int priority) {
        return directory.resolve("log").resolve("p" + priority);
    }

    @Override
    public long appended(int priority) {
        Lane lane = existing(priority);
        return lane == null ? 0 : lane.appended();
    }

    long appendedBytes(int priority) {
        Lane lane = existing(priority);
        return lane == null ? 0 : lane.appendedBytes();
    }

    @Override
    public long firstSegment(int priority) {
        return lane(priority).firstSegment();
    }

    @Override
    public long segmentOf(int priority, long sequence) {
        return lane(priority).segmentOf(sequence);
    }

    @Override
    public long firstSequence(int priority, long segment) {
        return lane(priority).firstSequence(segment);
    }

    @Override
    public long endSequence(int priority, long segment) {
        return lane(priority).endSequence(segment);
    }

    @Override
    public boolean isDeleted(int priority, long segment) {
        return lane(priority).isDeleted(segment);
    }

    @Override
    public void close() {
        for (int priority = 0; priority < COUNT; priority++) {
            Lane lane = lanes.get(priority);
            if (lane != null) {
                lane.close();
            }
        }
    }
}
