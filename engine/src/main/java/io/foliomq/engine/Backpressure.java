package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.StoreFault;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a destination to its limits. Thread-safe. */
final class Backpressure {
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    /** Between two looks at a byte limit at most this many bytes per record are taken for granted. */
    private static final long BYTES_A_RECORD = 64 << 10;

    private final StoredDestination destination;

    Backpressure(StoredDestination destination) {
        this.destination = destination;
    }

    /** Under the lane's mutex. Exact when the limit is near; far from it, looked at only as often as needed. */
    boolean isFull(Lane lane) {
        DestinationFile file = destination.file();
        if (!file.isLimited() || lane.next() < lane.limitCheckAt()) {
            return false;
        }
        long room = room(file.limits());
        if (room <= 0) {
            return true;
        }
        int lanes = Math.max(1, Long.bitCount(file.lanes()));
        // What one lane may take without looking, others would not know of.
        lane.limitCheckAt(lane.next() + (lanes > 1 ? 1 : room));
        return false;
    }

    /** How many records may be appended before the limits must be looked at again; 0 or less at the limit. */
    private long room(Limits limits) {
        long room = Long.MAX_VALUE;
        for (StoredSubscription subscription : destination.stored()) {
            if (limits.maxRecords() > 0) {
                room = Math.min(room, limits.maxRecords() - subscription.depth());
            }
            if (limits.maxBytes() > 0) {
                long bytes = limits.maxBytes() - subscription.bytes();
                room = Math.min(room, bytes <= 0 ? 0 : bytes / BYTES_A_RECORD + 1);
            }
        }
        return room;
    }

    /** Outside the mutex: does what the policy says; returns when it is worth trying again. */
    void makeRoom(long startNanos) {
        Limits limits = destination.limits();
        switch (limits.overflow()) {
            case FAIL -> throw full(limits, 0);
            case DROP_OLDEST -> dropOldest(limits);
            case BLOCK -> {
                long waited = destination.root().nanoClock().nanoTime() - startNanos;
                if (waited >= TimeUnit.MILLISECONDS.toNanos(limits.blockMillis())) {
                    throw full(limits, TimeUnit.NANOSECONDS.toMillis(waited));
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw full(limits, TimeUnit.NANOSECONDS.toMillis(waited));
                }
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
    }

    private StoreFault full(Limits limits, long waitedMs) {
        long depth = 0;
        long bytes = 0;
        for (StoredSubscription subscription : destination.stored()) {
            depth = Math.max(depth, subscription.depth());
            bytes = Math.max(bytes, subscription.bytes());
        }
        return new StoreFault(
                StoreFault.Kind.LIMIT,
                "destination is full: destination=" + destination.name() + ", depth=" + depth + ", maxRecords="
                        + limits.maxRecords()
                        + ", bytes=" + bytes + ", maxBytes=" + limits.maxBytes() + ", overflow=" + limits.overflow()
                        + ", waitedMs="
                        + waitedMs);
    }

    private synchronized void dropOldest(Limits limits) {
        for (StoredSubscription subscription : destination.stored()) {
            try (LedgerTailer tailer = subscription.openDropper()) {
                while (isOver(subscription, limits)) {
                    Delivery oldest = tailer.pollLeastImportant();
                    if (oldest == null) {
                        throw full(limits, 0);
                    }
                    tailer.discard(oldest.lease());
                }
            }
        }
    }

    private static boolean isOver(StoredSubscription subscription, Limits limits) {
        return (limits.maxRecords() > 0 && subscription.depth() >= limits.maxRecords())
                || (limits.maxBytes() > 0 && subscription.bytes() >= limits.maxBytes());
    }
}
