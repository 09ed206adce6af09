package io.foliomq.engine.log;

import io.foliomq.engine.storage.StoreFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Forces a lane's records to stable storage. Threads that come while a force runs wait for it and then share the next one. Thread-safe.
 */
final class LaneSync implements AutoCloseable {
    private final Path directory;
    private final Lane lane;
    // Written inside the monitor, read by everybody.
    private volatile long synced;
    private long channelSegment;
    private @Nullable FileChannel channel;

    LaneSync(Path directory, Lane lane) {
        this.directory = directory;
        this.lane = lane;
    }

    void force(long sequence) {
        if (synced >= sequence) {
            return;
        }
        synchronized (this) {
            if (synced >= sequence) {
                return;
            }
            long target = lane.appended();
            long last = lane.segmentOf(target - 1);
            long first = channelSegment == 0 ? Math.max(1, lane.segmentOf(Math.max(0, sequence - 1))) : channelSegment;
            for (long segment = first; segment <= last; segment++) {
                forceSegment(segment);
            }
            synced = target;
        }
    }

    private void forceSegment(long segment) {
        try {
            FileChannel open = channel;
            if (open == null || channelSegment != segment) {
                if (open != null) {
                    open.close();
                }
                forceDirectory();
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
            throw new StoreFault(
                    StoreFault.Kind.IO, "sync failed: lane=" + directory + ", segment=" + segment + ", cause=" + e, e);
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot close: lane=" + directory, e);
        }
    }
}
