package io.foliomq.engine;

import io.foliomq.engine.ledger.Consumer;
import io.foliomq.engine.ledger.GroupTable;
import io.foliomq.engine.ledger.Lease;
import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.Slot;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.StoreFault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One tailer's walk over one lane: what was released behind it first, then what follows its position. Not thread-safe, but for {@link #mayHaveRecords}, which reads what its owner
 * writes with opaque order and may be wrong on the side of yes.
 */
final class LaneScan implements AutoCloseable {
    private static final int ADVANCE_INTERVAL = 64;
    private static final VarHandle POSITION;

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(LaneScan.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int priority;
    private final Lane lane;
    private final Ledger ledger;
    private final Consumer consumer;
    private final TailerOptions options;
    private final RecordReader reader;
    private final TailerEnvironment environment;
    private final TailerGroups groups;
    private final LanePlace ahead;
    private final LanePlace behind;
    private final SequenceHeap revisits = new SequenceHeap();
    private final SequenceHeap due = new SequenceHeap();
    private @Nullable GroupGate gate;

    @SuppressWarnings("UnusedVariable") // by POSITION
    private long position;

    private int settledSinceAdvance;
    /** Whether segments have changed that this tailer has left, or never will. */
    private boolean settledBehind;

    LaneScan(
            int priority,
            Lane lane,
            Ledger ledger,
            Consumer consumer,
            TailerOptions options,
            RecordReader reader,
            TailerEnvironment environment,
            TailerGroups groups) {
        this.priority = priority;
        this.lane = lane;
        this.ledger = ledger;
        this.consumer = consumer;
        this.options = options;
        this.reader = reader;
        this.environment = environment;
        this.groups = groups;
        this.ahead = new LanePlace(priority, lane, ledger);
        this.behind = new LanePlace(priority, lane, ledger);
        position(ledger.cursor(priority));
    }

    private long position() {
        return (long) POSITION.getOpaque(this);
    }

    private void position(long sequence) {
        POSITION.setOpaque(this, sequence);
    }

    int priority() {
        return priority;
    }

    boolean mayHaveRecords() {
        return lane.appended() > position();
    }

    /** When the next deferred record is due, ms since the epoch; {@link Long#MAX_VALUE} if there is none. */
    long nextDueMs() {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstKey();
    }

    void released(long sequence) {
        if (sequence < position()) {
            revisits.add(sequence, sequence);
        }
    }

    /** Looks at everything from the cursor on again. */
    void restart() {
        revisits.clear();
        due.clear();
        position(ledger.cursor(priority));
        if (gate != null) {
            gate.forgetFrom(0);
        }
    }

    /** Groups lost their owners, or somebody else settled what kept one waiting: looks again at what it left behind of those. */
    void groupsChanged() {
        GroupGate known = gate;
        if (known != null) {
            rewind(known.lowestOf(
                    bucket -> groups.isFree(bucket) || (!groups.isElsewhere(bucket) && isOver(known.lowest(bucket)))));
        }
    }

    /** Looks at everything from this sequence on again, if it has been there. */
    private void rewind(long sequence) {
        if (sequence < position()) {
            due.removeFrom(sequence);
            revisits.removeFrom(sequence);
            position(sequence);
        }
        if (gate != null) {
            gate.forgetFrom(sequence);
        }
    }

    private GroupGate gate() {
        GroupGate known = gate;
        if (known == null) {
            known = new GroupGate();
            gate = known;
        }
        return known;
    }

    /** Leases the next record that is ready and wanted into {@code delivery}. */
    boolean next(Delivery delivery) {
        // Within a group, what was released comes before what is due if it was sent before.
        boolean found = groups.isOn()
                ? nextOfReleased(delivery) || nextOfDue(delivery)
                : nextOfDue(delivery) || nextOfReleased(delivery);
        return found || (!groups.isLookingAgain() && walk(delivery));
    }

    private boolean nextOfDue(Delivery delivery) {
        while (!groups.isLookingAgain() && !due.isEmpty() && due.firstKey() <= environment.nowMs()) {
            if (considerAgain(due.poll(), delivery)) {
                return true;
            }
        }
        return false;
    }

    private boolean nextOfReleased(Delivery delivery) {
        while (!groups.isLookingAgain() && !revisits.isEmpty()) {
            if (considerAgain(revisits.poll(), delivery)) {
                return true;
            }
        }
        return false;
    }

    private boolean walk(Delivery delivery) {
        long appended = lane.appended();
        // After what is appended was read: before a record with a group is, they are on.
        boolean unused = groups.isOn();
        for (long at = position(); at < appended; at = position()) {
            if (!ahead.covers(at)) {
                environment.segmentLeft();
                if (!ahead.moveTo(at)) {
                    position(Math.min(ahead.end(), appended));
                    continue;
                }
            }
            position(at + 1);
            if (consider(ahead, at, delivery)) {
                return true;
            }
            if (groups.isLookingAgain()) {
                return false;
            }
        }
        return false;
    }

    private boolean considerAgain(long sequence, Delivery delivery) {
        if (consider(behind, sequence, delivery)) {
            return true;
        }
        if (gate != null && gate.isLowest(sequence) && isOver(sequence)) {
            rewind(sequence + 1);
        }
        return false;
    }

    /** Whether the record keeps nothing of its group waiting. */
    private boolean isOver(long sequence) {
        return !behind.moveTo(sequence) || !isWaiting(behind.slots(), sequence);
    }

    /** Whether what follows in its group has to wait for the record: it waits itself, or is under a lease that outlived its consumer. */
    private boolean isWaiting(LedgerSegment slots, long sequence) {
        long slot = slots.get(sequence);
        return switch (Slot.state(slot)) {
            case DEFERRED -> Slot.count(slot) > 0 && Slot.dueMs(slot) > environment.nowMs();
            case LEASED -> !consumer.holds(slots, sequence);
            default -> false;
        };
    }

    /** Leaves a record behind that cannot be taken now. */
    private void pass(LanePlace place, long sequence) {
        int bucket = groups.bucketOf(place.segment(), sequence);
        if (bucket != GroupTable.NO_BUCKET && isWaiting(place.slots(), sequence)) {
            gate().pass(bucket, sequence);
        }
    }

    /** Takes the record if it is ready and wanted; notes it down if it is deferred. */
    private boolean consider(LanePlace place, long sequence, Delivery delivery) {
        if (!place.moveTo(sequence)) {
            return false;
        }
        LedgerSegment slots = place.slots();
        while (true) {
            long slot = slots.get(sequence);
            SlotState state = Slot.state(slot);
            if (state == SlotState.DEFERRED && Slot.dueMs(slot) > environment.nowMs()) {
                due.add(Slot.dueMs(slot), sequence);
                pass(place, sequence);
                return false;
            }
            if (state != SlotState.READY && state != SlotState.DEFERRED) {
                if (state == SlotState.LEASED) {
                    pass(place, sequence);
                }
                return false;
            }
            if (state == SlotState.READY && isTooEarly(place, sequence)) {
                long deliverAt = place.segment().deliverAt(sequence);
                Consumer.defer(slots, sequence, slot, deliverAt);
                continue;
            }
            Taken taken = take(place, sequence, slot, delivery);
            if (taken != Taken.LOST) {
                return taken == Taken.DELIVERED;
            }
        }
    }

    private boolean isTooEarly(LanePlace place, long sequence) {
        long deliverAt = place.segment().deliverAt(sequence);
        return deliverAt != 0 && deliverAt > environment.nowMs();
    }

    private enum Taken {
        DELIVERED,
        PASSED,
        LOST
    }

    private Taken take(LanePlace place, long sequence, long slot, Delivery delivery) {
        int bucket = groups.bucketOf(place.segment(), sequence);
        if (bucket != GroupTable.NO_BUCKET && groups.isElsewhere(bucket)) {
            gate().pass(bucket, sequence);
            return Taken.PASSED;
        }
        boolean wanted = true;
        int length = -1;
        if (options.filter() != null) {
            length = reader.tryRead(place, sequence, delivery.view, environment);
            wanted = length < 0 || options.filter().matches(delivery.view);
            if (!wanted && options.mismatch() == TailerOptions.Mismatch.SKIP && !isExpired(delivery.view)) {
                return Taken.PASSED;
            }
        }
        if (!wanted) {
            // It is nobody's: its group stays with whom it is.
            bucket = GroupTable.NO_BUCKET;
        } else if (bucket != GroupTable.NO_BUCKET && !isNext(bucket, sequence)) {
            return Taken.PASSED;
        }
        if (!consumer.lease(priority, place.slots(), sequence, slot, bucket)) {
            return Taken.LOST;
        }
        if (length < 0) {
            length = reader.tryRead(place, sequence, delivery.view, environment);
        }
        if (length < 0 || isExpired(delivery.view)) {
            settle(
                    place,
                    sequence,
                    SlotState.DEAD,
                    length < 0 ? RecordReader.lengthOfDamaged(place.segment(), sequence) : length,
                    bucket);
            return Taken.PASSED;
        }
        if (!wanted) {
            settle(place, sequence, SlotState.ACKNOWLEDGED, length, bucket);
            return Taken.PASSED;
        }
        delivery.set(Lease.of(priority, sequence), Slot.count(slot) + 1, groups.isFirst(bucket));
        if (gate != null && bucket != GroupTable.NO_BUCKET && gate.lowest(bucket) == sequence) {
            rewind(sequence + 1);
        }
        return Taken.DELIVERED;
    }

    /** Whether the record is the next of its bucket and the bucket is ours, or nobody's until now; else notes down that it was passed. */
    private boolean isNext(int bucket, long sequence) {
        if (!groups.own(bucket)) {
            gate().pass(bucket, sequence);
            return false;
        }
        if (!groups.isUpToDate()) {
            if (sequence == position() - 1) {
                position(sequence);
            } else {
                revisits.add(sequence, sequence);
            }
            return false;
        }
        long earlier = gate == null ? GroupGate.NOTHING : gate.lowest(bucket);
        if (earlier >= sequence) {
            return true;
        }
        if (isOver(earlier)) {
            rewind(earlier);
        }
        return false;
    }

    private boolean isExpired(RecordView view) {
        long expiration = view.expiration();
        return expiration != 0 && environment.nowMs() >= expiration;
    }

    void settle(long sequence, SlotState outcome) {
        LanePlace place = placeOf(sequence);
        // What is settled already may have no length any more.
        long unused = consumer.requireLease(place.slots(), priority, sequence);
        settle(place, sequence, outcome, place.segment().length(sequence), groups.bucketOf(place.segment(), sequence));
    }

    /** The slots around a record that is leased, to be released: they can be forced even after the segment was deleted. */
    LedgerSegment acquireSlots(long sequence) {
        LedgerSegment slots = placeOf(sequence).slots();
        slots.tryAcquire();
        return slots;
    }

    void release(long sequence, boolean counted, long dueMs) {
        LanePlace place = placeOf(sequence);
        int bucket = bucketLeftAt(place, sequence);
        consumer.release(priority, place.slots(), sequence, counted, dueMs, bucket);
    }

    /** The bucket of a record that was taken and is given up. The walk is past it; what is announced may be seen late, and others' claims never are. */
    private int bucketLeftAt(LanePlace place, long sequence) {
        int bucket = groups.bucketOf(place.segment(), sequence);
        if (bucket != GroupTable.NO_BUCKET) {
            gate().pass(bucket, sequence);
        }
        return bucket;
    }

    void handOver(long sequence, Consumer heir) {
        LanePlace place = placeOf(sequence);
        consumer.handOver(priority, place.slots(), sequence, heir, bucketLeftAt(place, sequence));
    }

    boolean holds(long sequence) {
        LanePlace place = ahead.covers(sequence) ? ahead : behind;
        return place.moveTo(sequence) && consumer.holds(place.slots(), sequence);
    }

    void giveBack(long sequence) {
        consumer.giveBack(placeOf(sequence).slots(), sequence);
    }

    private LanePlace placeOf(long sequence) {
        LanePlace place = ahead.covers(sequence) ? ahead : behind;
        if (!place.moveTo(sequence)) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL,
                    "lease is not open: lane=" + priority + ", sequence=" + sequence + ", state=deleted");
        }
        return place;
    }

    private void settle(LanePlace place, long sequence, SlotState outcome, int bytes, int bucket) {
        boolean last = bucket != GroupTable.NO_BUCKET && place.segment().isLastOfGroup(sequence);
        boolean freed = consumer.settle(priority, place.slots(), sequence, outcome, bytes, bucket, last);
        if (freed || (bucket == GroupTable.NO_BUCKET && groups.tellOthers(place.segment(), sequence))) {
            groups.wakeOthers();
        }
        settledBehind |= place.end() != Long.MAX_VALUE;
        if (++settledSinceAdvance >= ADVANCE_INTERVAL) {
            advance(place);
        }
    }

    /** Moves the cursor. Comes before each wait, so it allocates nothing unless the cursor is in another segment. */
    void idle() {
        if (settledBehind) {
            settledBehind = false;
            environment.segmentLeft();
        }
        if (settledSinceAdvance > 0) {
            if (ahead.covers(ledger.cursor(priority))) {
                advance(ahead);
            } else {
                settledSinceAdvance = 0;
                ledger.advance(priority);
                long first = lane.firstSegment();
                if (first != 0 && ledger.cursor(priority) >= lane.endSequence(first)) {
                    environment.segmentLeft();
                }
            }
        }
    }

    private void advance(LanePlace place) {
        settledSinceAdvance = 0;
        ledger.advance(priority, place.slots(), place.first(), Math.min(place.end(), lane.appended()));
        if (ledger.cursor(priority) >= place.end()) {
            environment.segmentLeft();
        }
    }

    @Override
    public void close() {
        ahead.close();
        behind.close();
    }
}
