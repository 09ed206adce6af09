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
 * Forces a lane's records to stable storage. Threads of this process share a force as {@link SharedSync} says; each process forces for itself. Thread-safe.
 */
final class LaneSync implements AutoCloseable {
    /** From a lane to its store: log, destination, queues or topics, store. */
    private static final int LEVELS = 4;

    private final Path directory;
    private final Lane lane;
    private final long openedAt;
    private final SharedSync shared;
    // Written inside the monitor, read by everybody.
    private volatile long synced;
    private boolean namesForced;
    private long channelSegment;
    private @Nullable FileChannel channel;

    LaneSync(Path directory, Lane lane, NanoClock clock) {
        this.shared = new SharedSync(this::forceAppended, clock);
        this.directory = directory;
        this.lane = lane;
        this.openedAt = lane.appended();
    }

    void force(long sequence) {
        if (synced < sequence) {
            shared.force();
        }
    }

    private synchronized void forceAppended() {
        long target = lane.appended();
        long last = lane.segmentOf(target - 1);
        long first = channelSegment == 0 ? firstSegment() : channelSegment;
        for (long segment = first; segment <= last; segment++) {
            long current = segment;
            Uninterrupted.repeat(() -> forceSegment(current));
        }
        synced = target;
    }

    /** Where this process's first record may be. */
    private long firstSegment() {
        return Math.max(Math.max(1, lane.firstSegment()), lane.segmentOf(openedAt));
    }

    private void forceSegment(long segment) {
        try {
            FileChannel open = channel;
            if (open == null || channelSegment != segment) {
                close();
                forceNames();
                open = FileChannel.open(
                        directory.resolve(ChronicleAppender.fileName(segment)),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
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
        try (FileChannel table = FileChannel.open(directory.resolve("lane"), StandardOpenOption.WRITE)) {
            table.force(true);
        }
        StoreLayout.forceNamesIfThere(directory, namesForced ? 0 : LEVELS);
        namesForced = true;
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
