package io.foliomq.engine.log;

import io.foliomq.engine.storage.SharedSync;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Forces a lane's records to stable storage. Threads of this process share a force as {@link SharedSync} says; what another process has forced is not forced again. Everything below the word that says so is on stable storage, whoever appended it, at whatever level. Thread-safe.
 */
final class LaneSync implements AutoCloseable {
    /** From a lane to its store: log, destination, queues or topics, store. */
    private static final int LEVELS = 4;

    private final Path directory;
    private final Lane lane;
    private final SharedSync shared;
    // What the lane's file on disk says is synced, or less.
    private volatile long confirmed;
    // Used inside the monitor.
    private boolean namesForced;
    private long channelSegment;
    private @Nullable FileChannel channel;

    LaneSync(Path directory, Lane lane, NanoClock clock) {
        this.shared = new SharedSync(this::forceAppended, clock);
        this.directory = directory;
        this.lane = lane;
    }

    void force(long sequence) {
        if (lane.synced() < sequence) {
            shared.force();
        }
    }

    /** Makes sure that after a power loss the lane's file says of every record below this sequence that it was on stable storage. Nothing if nothing of the lane was ever to be. */
    void confirm(long sequence) {
        if (lane.synced() == 0 || confirmed >= sequence) {
            return;
        }
        force(sequence);
        long synced = lane.synced();
        Uninterrupted.repeat(this::forceLane);
        confirmed = synced;
    }

    /** Below it, the lane's file on disk says that everything is on stable storage. */
    long confirmed() {
        return confirmed;
    }

    private void forceLane() {
        try {
            forceTable();
        } catch (NoSuchFileException e) {
            // The destination was deleted meanwhile: nothing of it is to survive.
            return;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "sync failed: lane=" + directory + ", cause=" + e, e);
        }
    }

    private synchronized void forceAppended() {
        long target = lane.appended();
        long synced = lane.synced();
        if (synced >= target) {
            return;
        }
        long last = lane.segmentOf(target - 1);
        for (long segment = Math.max(lane.firstSegment(), lane.segmentOf(synced)); segment < last; segment++) {
            repeatedly(segment);
            // Before the lane's file is forced with the first of the next segment.
            lane.synced(lane.firstSequence(segment + 1));
        }
        repeatedly(last);
        lane.synced(target);
    }

    private void repeatedly(long segment) {
        Uninterrupted.repeat(() -> forceSegment(segment));
    }

    private void forceSegment(long segment) {
        try {
            FileChannel open = channel;
            if (open == null || channelSegment != segment) {
                close();
                forceNames();
                open = FileChannel.open(
                        SegmentNames.log(directory, segment), StandardOpenOption.READ, StandardOpenOption.WRITE);
                channel = open;
                channelSegment = segment;
            }
            open.force(false);
        } catch (NoSuchFileException e) {
            // Everything in it was settled meanwhile.
            channel = null;
        } catch (IOException e) {
            // An interrupt has closed the channel.
            channel = null;
            throw new StoreFault(
                    StoreFault.Kind.IO, "sync failed: lane=" + directory + ", segment=" + segment + ", cause=" + e, e);
        }
    }

    /** Where the segment is, from the lane's table of first sequences up to the store's own directory. */
    private void forceNames() throws IOException {
        forceTable();
        StoreLayout.forceNamesIfThere(directory, namesForced ? 0 : LEVELS);
        namesForced = true;
    }

    private void forceTable() throws IOException {
        try (FileChannel table = FileChannel.open(directory.resolve("lane"), StandardOpenOption.WRITE)) {
            table.force(true);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot close: lane=" + directory, e);
        }
    }
}
