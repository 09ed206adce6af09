package io.foliomq.engine;

import io.foliomq.engine.ledger.Sequences;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.LaneSettings;
import io.foliomq.engine.log.SlotKeeper;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lanes of a destination, opened when they are needed. What a ledger asks of the log is answered here. Thread-safe. */
final class Lanes implements Sequences, AutoCloseable {
    static final int COUNT = 10;

    private final Path directory;
    private final LaneSettings settings;
    private final DestinationFile file;
    private final Consumer<Runnable> guard;
    private final Keeper keeper;
    private final AtomicReferenceArray<@Nullable Lane> lanes = new AtomicReferenceArray<>(COUNT);

    /** Keeps slots for the records of all lanes; see {@link SlotKeeper}. */
    interface Keeper {
        void reserve(int lane, long segment, int fromRecord, int toRecord);

        void delete(int lane, long segment);

        void cutShort(long reference);

        void recovered();
    }

    Lanes(Path directory, LaneSettings settings, DestinationFile file, Consumer<Runnable> guard, Keeper keeper) {
        this.directory = directory;
        this.settings = settings;
        this.file = file;
        this.guard = guard;
        this.keeper = keeper;
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

    private Lane open(int priority) {
        if (!exists(priority)) {
            guard.accept(() -> create(priority));
        }
        // Not while the destination's mutex is awaited: whoever has that may want to open a lane.
        synchronized (this) {
            Lane lane = lanes.get(priority);
            if (lane == null) {
                lane = Lane.open(path(directory, priority), settings, new LaneKeeper(priority));
                lanes.set(priority, lane);
            }
            return lane;
        }
    }

    private boolean exists(int priority) {
        return (file.lanes() & 1L << priority) != 0;
    }

    /** Under the destination's mutex. */
    private void create(int priority) {
        if (file.isDeleted()) {
            throw new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + file.name());
        }
        if (!exists(priority)) {
            Lane.create(path(directory, priority), settings);
            CrashPoint.LANE_MADE.reach();
            file.addLane(priority);
            lookAtLimitsAgain();
        }
    }

    /** Under the destination's mutex: no lane may go on by what it was allowed before. */
    void lookAtLimitsAgain() {
        for (int priority = 0; priority < COUNT; priority++) {
            Lane lane = existing(priority);
            if (lane != null) {
                lane.lock();
                lane.limitCheckAt(0);
                lane.unlock();
            }
        }
    }

    /** Under the destination's mutex, after it was marked as deleted: returns when nobody appends any more. */
    void awaitHolders() {
        for (int priority = 0; priority < COUNT; priority++) {
            Lane lane = existing(priority);
            if (lane != null) {
                lane.lock();
                lane.unlock();
            }
        }
    }

    private final class LaneKeeper implements SlotKeeper {
        private final int priority;

        LaneKeeper(int priority) {
            this.priority = priority;
        }

        @Override
        public void reserve(long segment, long firstSequence, int fromRecord, int toRecord) {
            keeper.reserve(priority, segment, fromRecord, toRecord);
        }

        @Override
        public void delete(long segment) {
            keeper.delete(priority, segment);
        }

        @Override
        public void cutShort(long reference) {
            keeper.cutShort(reference);
        }

        @Override
        public void recovered() {
            keeper.recovered();
        }

        @Override
        public boolean isGone() {
            return file.isDeleted();
        }
    }

    /** Of the lane of this priority in this destination's directory. */
    static Path path(Path directory, int priority) {
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
    public boolean isGone() {
        return file.isDeleted();
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
