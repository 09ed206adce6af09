package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One lessee: the only writer of its entry and of the slots that it leases. Not thread-safe.
 *
 * <p>Every step is ordered so that death between any two of them leaves what a reaper can complete; see {@link ConsumerDescriptor}.
 */
public final class Consumer {
    private final Ledger ledger;
    private final UnsafeBuffer entry;
    private final int index;
    private final long[] high = new long[SubscriptionDescriptor.LANES];
    private long leases;
    private @Nullable GroupShare groups;
    private boolean closed;

    Consumer(Ledger ledger, UnsafeBuffer entry, int index) {
        this.ledger = ledger;
        this.entry = entry;
        this.index = index;
        this.leases = entry.getLong(ConsumerDescriptor.LEASES_OFFSET);
    }

    /** Opens a consumer that does not count as one, and that exclusiveness does not keep out. */
    public static Consumer openUncounted(Ledger ledger) {
        return ledger.consumers().openUncounted(ledger);
    }

    /** Opens a consumer; fails with {@link StoreFault.Kind#ILLEGAL} if exclusiveness forbids it. */
    public static Consumer open(Ledger ledger, boolean exclusive) {
        return ledger.consumers().open(ledger, exclusive);
    }

    /** From now on it respects groups, and has its share of them. */
    public GroupShare joinGroups() {
        GroupShare share = new GroupShare(ledger.groups(), index);
        groups = share;
        return share;
    }

    /** Whether this consumer may read: no other is the sole reader, and it becomes that itself if it wants to. */
    public boolean mayRead(boolean asSole) {
        return ledger.consumers().mayRead(index, asSole);
    }

    /** Whether another consumer is the sole reader. Any thread. */
    public boolean standsBy() {
        return ledger.consumers().standsBy(index);
    }

    int index() {
        return index;
    }

    public long leases() {
        return leases;
    }

    /**
     * READY or DEFERRED as it was seen → LEASED; {@code false} if somebody else was faster.
     *
     * @param bucket of the record's group, which is this consumer's; {@link GroupTable#NO_BUCKET} if it has none
     */
    public boolean lease(int lane, LedgerSegment slots, long sequence, long seen, int bucket) {
        if (sequence >= high[lane]) {
            high[lane] = sequence + 1;
            entry.putLongRelease(ConsumerDescriptor.HIGH_OFFSET + lane * Long.BYTES, sequence + 1);
        }
        CrashPoint.LEASE_ANNOUNCED.reach();
        if (!slots.compareAndSet(sequence, seen, Slot.leased(seen, index))) {
            return false;
        }
        CrashPoint.LEASE_TAKEN.reach();
        leases++;
        if (groups != null) {
            groups.leased(bucket);
        }
        entry.putLongRelease(ConsumerDescriptor.LEASES_OFFSET, leases);
        return true;
    }

    /** READY → DEFERRED without a lease, for a record whose time has not come; {@code false} if somebody else changed it. */
    public static boolean defer(LedgerSegment slots, long sequence, long seen, long dueMs) {
        return slots.compareAndSet(sequence, seen, Slot.deferred(seen, dueMs));
    }

    /** LEASED → READY, as if it had never been taken, in a process that is about to detach: the entry may be somebody else's by now. */
    public void giveBack(LedgerSegment slots, long sequence) {
        long slot = slots.get(sequence);
        if (Slot.state(slot) == SlotState.LEASED && Slot.consumer(slot) == index) {
            slots.compareAndSet(sequence, slot, Slot.ready(slot));
        }
    }

    /**
     * LEASED → outcome.
     *
     * @param bucket as with {@link #lease}
     * @param last whether the group ends with the record
     * @return whether others may have to be woken: its groups, or the whole subscription, can be somebody else's now
     */
    public boolean settle(
            int lane, LedgerSegment slots, long sequence, SlotState outcome, int bytes, int bucket, boolean last) {
        long slot = requireLease(slots, lane, sequence);
        long settled = entry.getLong(ConsumerDescriptor.SETTLED_OFFSET);
        long settledBytes = entry.getLong(ConsumerDescriptor.SETTLED_BYTES_OFFSET) + bytes;
        entry.putLong(ConsumerDescriptor.INTENT_SETTLED_OFFSET, settled);
        entry.putLong(ConsumerDescriptor.INTENT_BYTES_OFFSET, settledBytes);
        entry.putLongRelease(ConsumerDescriptor.INTENT_OFFSET, Lease.of(lane, sequence));
        CrashPoint.SETTLE_INTENDED.reach();
        slots.putRelease(sequence, Slot.settled(slot, outcome));
        CrashPoint.SETTLE_WRITTEN.reach();
        entry.putLongRelease(ConsumerDescriptor.SETTLED_BYTES_OFFSET, settledBytes);
        CrashPoint.SETTLE_BYTES_COUNTED.reach();
        entry.putLongRelease(ConsumerDescriptor.SETTLED_OFFSET, settled + 1);
        CrashPoint.SETTLE_COUNTED.reach();
        entry.putLongRelease(ConsumerDescriptor.INTENT_OFFSET, 0);
        return ended(bucket, last);
    }

    /** LEASED → READY or DEFERRED, announced to all tailers. The bucket is as with {@link #lease}. */
    public void release(int lane, LedgerSegment slots, long sequence, boolean counted, long dueMs, int bucket) {
        long slot = requireLease(slots, lane, sequence);
        long kept = counted ? Slot.counted(slot) : slot;
        slots.put(sequence, dueMs > 0 ? Slot.deferred(kept, dueMs) : Slot.ready(kept));
        CrashPoint.RELEASE_WRITTEN.reach();
        ledger.releases().announce(lane, sequence);
        CrashPoint.RELEASE_ANNOUNCED.reach();
        boolean unused = ended(bucket, false);
    }

    /** LEASED by this one → LEASED by the heir; nobody else ever sees it ready. The bucket is as with {@link #lease}. */
    public void handOver(int lane, LedgerSegment slots, long sequence, Consumer heir, int bucket) {
        long slot = requireLease(slots, lane, sequence);
        heir.expect(lane, sequence);
        slots.put(sequence, Slot.handedOver(slot, heir.index));
        CrashPoint.PREPARE_HANDED_OVER.reach();
        boolean unused = ended(bucket, false);
    }

    private void expect(int lane, long sequence) {
        if (sequence >= high[lane]) {
            high[lane] = sequence + 1;
            entry.putLongRelease(ConsumerDescriptor.HIGH_OFFSET + lane * Long.BYTES, sequence + 1);
        }
        leases++;
        entry.putLongRelease(ConsumerDescriptor.LEASES_OFFSET, leases);
    }

    /** No more leases will be taken. The entry, and what it holds of groups, is given back once the open ones have ended. */
    public void close() {
        if (!closed) {
            closed = true;
            if (groups != null && ledger.consumers().isOwn(index)) {
                groups.close();
            }
            ledger.consumers().close(this);
            vacateIfDone();
        }
    }

    /** Whether the slot is under a lease of ours. */
    public boolean holds(LedgerSegment slots, long sequence) {
        long slot = slots.get(sequence);
        return Slot.state(slot) == SlotState.LEASED && Slot.consumer(slot) == index;
    }

    /** The slot; fails with {@link StoreFault.Kind#ILLEGAL} if it is not under a lease of ours. */
    public long requireLease(@Nullable LedgerSegment slots, int lane, long sequence) {
        if (slots == null || !holds(slots, sequence)) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL,
                    "lease is not open: lane=" + lane + ", sequence=" + sequence + ", state="
                            + (slots == null ? "deleted" : Slot.state(slots.get(sequence))));
        }
        return slots.get(sequence);
    }

    private boolean ended(int bucket, boolean last) {
        leases = Math.max(0, leases - 1);
        entry.putLongRelease(ConsumerDescriptor.LEASES_OFFSET, leases);
        // Before the entry is somebody else's.
        boolean freed = groups != null && ledger.consumers().isOwn(index) && groups.ended(bucket, last);
        return vacateIfDone() || freed;
    }

    private boolean vacateIfDone() {
        boolean done = closed && leases == 0;
        if (done) {
            ledger.consumers().vacate(index);
        }
        return done;
    }

    long high(int lane) {
        return entry.getLongVolatile(ConsumerDescriptor.HIGH_OFFSET + lane * Long.BYTES);
    }

    /** In the place of a dead lessee: counts the record whose settling it did not live to count. */
    void completeIntent() {
        long intent = entry.getLongVolatile(ConsumerDescriptor.INTENT_OFFSET);
        if (intent == 0) {
            return;
        }
        long settled = entry.getLong(ConsumerDescriptor.INTENT_SETTLED_OFFSET);
        if (entry.getLongVolatile(ConsumerDescriptor.SETTLED_OFFSET) == settled && isSettled(intent)) {
            entry.putLongRelease(
                    ConsumerDescriptor.SETTLED_BYTES_OFFSET, entry.getLong(ConsumerDescriptor.INTENT_BYTES_OFFSET));
            entry.putLongRelease(ConsumerDescriptor.SETTLED_OFFSET, settled + 1);
        }
        entry.putLongRelease(ConsumerDescriptor.INTENT_OFFSET, 0);
    }

    private boolean isSettled(long lease) {
        long sequence = Lease.sequence(lease);
        boolean[] settled = {true};
        ledger.walk(Lease.lane(lease), sequence, sequence + 1, (at, slots) -> {
            settled[0] = Slot.state(slots.get(at)).isSettled();
            return true;
        });
        return settled[0];
    }

    /** In the place of a dead lessee. */
    void releaseAfterDeath(LedgerSegment slots, long sequence) {
        if (holds(slots, sequence)) {
            slots.put(sequence, Slot.ready(Slot.counted(slots.get(sequence))));
            CrashPoint.REAP_RELEASED.reach();
        }
    }
}
