package io.foliomq.engine;

import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.Slot;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.StoreFault;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a store while others work with it: who is attached, which segments of a destination are kept, and what keeps them. Takes no lock, no lease and changes nothing; what it tells is true of each
 * record at the moment it was looked at. Thread-safe.
 */
public final class Survey {
    private final StoreRoot root;

    Survey(StoreRoot root) {
        this.root = root;
    }

    /**
     * A process that is attached, or was and has not been reaped.
     *
     * @param slot its number among the members
     * @param pid its process id where it runs; for people
     * @param attachedMs ms since the epoch
     * @param self whether it is this process's own attachment
     */
    public record AttachedMember(int slot, long pid, String host, long attachedMs, boolean alive, boolean self) {}

    /**
     * A segment of the log.
     *
     * @param first its first sequence
     * @param end the sequence behind its last record
     * @param current whether it is the one that is appended to, which is never deleted
     * @param diskBytes what its log takes on disk, without bodies outside and without what was given back of settled records
     * @param holds what is not settled in it, by subscription; none = it is about to be deleted, unless it is current
     */
    public record KeptSegment(
            int priority,
            long segment,
            long first,
            long end,
            boolean current,
            long createdMs,
            long diskBytes,
            List<Hold> holds) {}

    /**
     * What one subscription has not settled in a segment.
     *
     * @param subscription its name; empty for a queue's only one
     * @param oldest the first of them
     */
    public record Hold(String subscription, long ready, long leased, long deferred, HeldRecord oldest) {
        public long records() {
            return ready + leased + deferred;
        }
    }

    /**
     * A record that is not settled.
     *
     * @param state {@code READY}, {@code LEASED} or {@code DEFERRED}
     * @param timestampMs when it was sent
     * @param deliveryCount deliveries that counted so far
     * @param dueMs when a deferred one is due, ms since the epoch; else 0
     * @param lessee who holds the lease: member, pid and host, or the branch of a prepared transaction; {@code null} if nobody does
     */
    public record HeldRecord(
            long sequence,
            String state,
            long timestampMs,
            int deliveryCount,
            long dueMs,
            @Nullable String lessee) {}

    public List<AttachedMember> members() {
        return translated(root::attachedMembers);
    }

    /** By priority and age; none for a temporary destination, which has no log. */
    public List<KeptSegment> segments(Destination destination) {
        return translated(() -> {
            List<KeptSegment> segments = new ArrayList<>();
            if (destination instanceof StoredDestination stored) {
                for (int priority = Lanes.COUNT - 1; priority >= 0; priority--) {
                    addSegments(stored, priority, segments);
                }
            }
            return segments;
        });
    }

    /** When the oldest record that is not settled was sent, ms since the epoch; empty if there is none, or if it is of a temporary destination. */
    public OptionalLong oldestMs(Subscription subscription) {
        return translated(
                () -> subscription instanceof StoredSubscription stored ? oldest(stored) : OptionalLong.empty());
    }

    private static OptionalLong oldest(StoredSubscription subscription) {
        OptionalLong oldest = OptionalLong.empty();
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = subscription.destination().lanes().existing(priority);
            if (lane != null) {
                Tally tally = new Tally(subscription, priority, lane, true);
                tally.add(subscription.ledger().cursor(priority), lane.appended());
                HeldRecord first = tally.oldest;
                if (first != null && (oldest.isEmpty() || first.timestampMs() < oldest.getAsLong())) {
                    oldest = OptionalLong.of(first.timestampMs());
                }
            }
        }
        return oldest;
    }

    private static void addSegments(StoredDestination destination, int priority, List<KeptSegment> segments) {
        Lane lane = destination.lanes().existing(priority);
        if (lane == null || lane.currentSegment() == 0) {
            return;
        }
        for (long number = lane.firstSegment(); number <= lane.currentSegment(); number++) {
            if (!lane.isDeleted(number)) {
                boolean current = number == lane.currentSegment();
                long first = lane.firstSequence(number);
                long end = Math.min(lane.endSequence(number), lane.appended());
                List<Hold> holds = holds(destination, priority, lane, first, end);
                segments.add(new KeptSegment(
                        priority, number, first, end, current, lane.createdMs(number), lane.diskBytes(number), holds));
            }
        }
    }

    private static List<Hold> holds(StoredDestination destination, int priority, Lane lane, long first, long end) {
        List<Hold> holds = new ArrayList<>();
        for (StoredSubscription subscription : destination.stored()) {
            Tally tally = new Tally(subscription, priority, lane, false);
            tally.add(Math.max(first, subscription.ledger().cursor(priority)), end);
            HeldRecord oldest = tally.oldest;
            if (oldest != null) {
                holds.add(new Hold(subscription.name(), tally.ready, tally.leased, tally.deferred, oldest));
            }
        }
        return holds;
    }

    /** Counts what a subscription has not settled. */
    private static final class Tally {
        private final StoredSubscription subscription;
        private final int priority;
        private final Lane lane;
        private final boolean firstOnly;
        private long ready;
        private long leased;
        private long deferred;
        private @Nullable HeldRecord oldest;

        Tally(StoredSubscription subscription, int priority, Lane lane, boolean firstOnly) {
            this.subscription = subscription;
            this.priority = priority;
            this.lane = lane;
            this.firstOnly = firstOnly;
        }

        void add(long from, long end) {
            try (LanePlace place = new LanePlace(priority, lane, subscription.ledger())) {
                long at = Math.max(from, subscription.ledger().start(priority));
                while (at < end && !(firstOnly && oldest != null)) {
                    if (place.moveTo(at)) {
                        add(place, at);
                        at++;
                    } else {
                        at = Math.max(at + 1, Math.min(place.end(), end));
                    }
                }
            }
        }

        private void add(LanePlace place, long sequence) {
            LedgerSegment slots = place.slots();
            long slot = slots.get(sequence);
            SlotState state = Slot.state(slot);
            HeldRecord held = state.isSettled() || oldest != null ? null : held(place.segment(), sequence, slot, state);
            // What is settled meanwhile may have given its bytes back.
            if (state.isSettled() || Slot.state(slots.get(sequence)).isSettled()) {
                return;
            }
            switch (state) {
                case LEASED -> leased++;
                case DEFERRED -> deferred++;
                default -> ready++;
            }
            if (held != null) {
                oldest = held;
            }
        }

        private HeldRecord held(Segment segment, long sequence, long slot, SlotState state) {
            boolean isLeased = state == SlotState.LEASED;
            return new HeldRecord(
                    sequence,
                    state.name(),
                    segment.timestamp(sequence),
                    Slot.count(slot),
                    state == SlotState.DEFERRED ? Slot.dueMs(slot) : 0,
                    isLeased ? lessee(Slot.consumer(slot)) : null);
        }

        private String lessee(int consumer) {
            long token = subscription.ledger().consumers().owner(consumer);
            StoreRoot root = subscription.destination().root();
            if (token < 0) {
                return root.preparedTransactions().describe(token);
            }
            return token == 0 ? "ending" : root.describe(token);
        }
    }

    private static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }
}
