package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.SegmentPunch;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives back the disk that settled records take in segments which a few others keep, so that a destination takes what its live messages do and not what lies between them. Used by the housekeeper's thread alone.
 *
 * <p>What is settled is settled for good: so the slots are read first, forced to stable storage, and only then are the bytes given up. Nobody is kept waiting: a reader that comes to such a record finds that
 * it is settled. Several processes may do it at once, and each may die in the middle: a hole is made again, or was.
 */
final class PinnedSegments {
    /** How long a segment has to wait that may just as well be deleted in a moment. */
    private static final long FIRST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    static final long FIRST_LOOK_MS = TimeUnit.NANOSECONDS.toMillis(FIRST_REST_NANOS);

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** What comes free at once is at least this part of a segment. */
    private static final int WORTH = 64;

    private static final long NEVER = -1;
    /** Most that one asks for, though nothing may be due then: others may be noted meanwhile. */
    private static final long LONGEST_DELAY_MS = 2_000;
    /** As long as nothing is settled: others may settle something, and be gone before they look themselves. */
    static final long IDLE_DELAY_MS = 10_000;

    private final StoredDestination destination;
    private final Map<Place, Watched> watched = new HashMap<>();

    private record Place(int priority, long segment) {}

    /** One segment: when it is looked at next, and what was settled in the destination when it was looked at last. */
    private static final class Watched {
        private long nextNanos;
        private long restNanos = FIRST_REST_NANOS;
        private long settled = -1;
    }

    PinnedSegments(StoredDestination destination) {
        this.destination = destination;
    }

    /** A closed segment that cannot be deleted. */
    void note(int priority, long segment) {
        watched.computeIfAbsent(new Place(priority, segment), place -> {
            Watched made = new Watched();
            made.nextNanos = now() + FIRST_REST_NANOS;
            return made;
        });
    }

    boolean isEmpty() {
        return watched.isEmpty();
    }

    /**
     * Looks at one segment that is due, if there is one.
     *
     * @return after how many milliseconds to call it again, {@link #IDLE_DELAY_MS} if nothing was settled since; negative if not before more is noted
     */
    long look() {
        long settled = destination.settled();
        long now = now();
        long delayMs = IDLE_DELAY_MS;
        Iterator<Map.Entry<Place, Watched>> entries = watched.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Place, Watched> entry = entries.next();
            Place place = entry.getKey();
            Watched segment = entry.getValue();
            Lane lane = destination.lanes().existing(place.priority());
            if (lane == null || lane.isDeleted(place.segment())) {
                entries.remove();
            } else if (segment.settled != settled) {
                if (segment.nextNanos - now <= 0) {
                    segment.settled = settled;
                    lookAt(lane, place, segment);
                    return 0;
                }
                delayMs = LONGEST_DELAY_MS;
            }
        }
        return watched.isEmpty() ? NEVER : delayMs;
    }

    private void lookAt(Lane lane, Place place, Watched segment) {
        // Before: it may fail.
        segment.restNanos = Math.min(segment.restNanos * 2, LONGEST_REST_NANOS);
        segment.nextNanos = now() + segment.restNanos;
        if (tryEmpty(lane, place)) {
            segment.restNanos = FIRST_REST_NANOS;
            segment.nextNanos = now() + FIRST_REST_NANOS;
        }
    }

    private long now() {
        return destination.root().nanoClock().nanoTime();
    }

    private boolean tryEmpty(Lane lane, Place place) {
        try {
            return destination.deleteIfSettled(lane, place.priority(), place.segment()) || empty(lane, place);
        } catch (StoreFault e) {
            if (lane.isDeleted(place.segment()) || destination.isDeleted()) {
                // Its files went meanwhile.
                return false;
            }
            throw e;
        }
    }

    /** Whether it gave back something, and may give back more soon. */
    private boolean empty(Lane lane, Place place) {
        long first = lane.firstSequence(place.segment());
        long end = lane.endSequence(place.segment());
        BitSet unsettled = destination.subscriptionSet().unsettled(place.priority(), place.segment(), first, end);
        if (unsettled == null || unsettled.cardinality() == end - first) {
            return false;
        }
        List<Path> bodies = destination.largeBodies().settled(place.priority(), place.segment(), lane, unsettled);
        try (SegmentPunch punch = lane.openPunch(place.segment(), unsettled)) {
            long bytes =
                    bodies.stream().mapToLong(body -> body.toFile().length()).sum();
            bytes += punch == null ? 0 : punch.bytes();
            boolean worth =
                    bytes >= destination.root().laneSettings().segmentBytes() / WORTH && !destination.isDeleted();
            return worth
                    && !destination.isAwaited(lane, place.priority(), place.segment())
                    && empty(lane, place, punch, bodies);
        }
    }

    private boolean empty(Lane lane, Place place, @Nullable SegmentPunch punch, List<Path> bodies) {
        // What appended or settled here is over, and must not come back with the power: it would look for its records.
        destination.root().transactionFiles().force();
        lane.confirmRuns(place.segment());
        if (punch != null) {
            punch.force();
        }
        destination.subscriptionSet().force(place.priority(), place.segment());
        CrashPoint.PUNCH_FORCED.reach();
        boolean taken = punch == null || punch.punch();
        destination.largeBodies().delete(bodies);
        return taken;
    }
}
