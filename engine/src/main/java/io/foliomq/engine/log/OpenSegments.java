package io.foliomq.engine.log;

import io.foliomq.engine.storage.StoreFault;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The segments of a lane that somebody in this process reads: each is mapped once. Thread-safe. */
final class OpenSegments {
    private final Path directory;
    private final LaneSettings settings;
    private final SegmentTable table;
    private final SlotKeeper slots;
    private final ConcurrentHashMap<Long, Segment> segments = new ConcurrentHashMap<>();

    OpenSegments(Path directory, LaneSettings settings, SegmentTable table, SlotKeeper slots) {
        this.directory = directory;
        this.settings = settings;
        this.table = table;
        this.slots = slots;
    }

    /** The segment, kept open until {@link Segment#release}; {@code null} if it was deleted. */
    @Nullable
    Segment acquire(long number) {
        Long key = number;
        while (true) {
            Segment cached = segments.get(key);
            if (cached != null && cached.tryAcquire()) {
                return cached;
            }
            Segment opened = open(number);
            if (opened == null) {
                return null;
            }
            boolean ours =
                    cached == null ? segments.putIfAbsent(key, opened) == null : segments.replace(key, cached, opened);
            if (ours) {
                return opened;
            }
            opened.release();
        }
    }

    private @Nullable Segment open(long number) {
        if (table.isDeleted(number)) {
            return null;
        }
        Segment opened;
        try {
            opened = Segment.open(
                    directory, settings.storeId(), number, table.firstSequence(number), settings.segmentRecords());
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED && table.isDeleted(number)) {
                return null;
            }
            throw e;
        }
        Long key = number;
        opened.onRelease(gone -> segments.remove(key, gone));
        if (slots.isGone()) {
            // What was found under the name may belong to a destination that was made since.
            opened.release();
            throw new StoreFault(StoreFault.Kind.DELETED, "lane is deleted: lane=" + directory);
        }
        return opened;
    }

    /** The reference of the transaction that appended this published record; 0 if none did, or it is gone. */
    long transaction(long sequence) {
        Segment segment;
        try {
            segment = acquire(table.find(sequence));
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return 0;
            }
            throw e;
        }
        if (segment == null) {
            return 0;
        }
        try {
            return segment.transaction(sequence);
        } finally {
            segment.release();
        }
    }
}
