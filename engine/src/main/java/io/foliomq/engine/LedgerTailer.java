package io.foliomq.engine;

import io.foliomq.engine.ledger.Consumer;
import io.foliomq.engine.ledger.Lease;
import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.ReleaseRing;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.storage.StoreFault;
import org.jspecify.annotations.Nullable;

/** A tailer on a ledger. */
final class LedgerTailer extends Tailer {
    private static final int MOST_LOOKS = 4;

    private final StoredSubscription subscription;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Consumer consumer;
    private final TailerOptions options;
    private final RecordReader reader;
    private final Delivery delivery = new Delivery();
    private final ReleaseRing.Listener onRelease = this::released;
    private final TailerGroups groups;
    // By priority, highest first in scanOrder; written by the owner, read by mayHaveRecords.
    private final @Nullable LaneScan[] scans = new @Nullable LaneScan[Lanes.COUNT];
    private volatile long knownLanes;
    private volatile long releasesSeen;
    private final boolean forcesSettled;
    private volatile boolean closed;

    LedgerTailer(StoredSubscription subscription, TailerOptions options, Waiter waiter, Consumer consumer) {
        super(waiter);
        this.subscription = subscription;
        this.lanes = subscription.destination().lanes();
        this.ledger = subscription.ledger();
        this.options = options;
        this.forcesSettled = subscription.destination().root().options().durability() == Durability.POWER;
        this.reader = new RecordReader(subscription.destination().largeBodies());
        this.releasesSeen = ledger.releases().tail();
        this.consumer = consumer;
        this.groups = new TailerGroups(subscription, consumer, options.groups(), () -> releasesSeen);
        waiter.add(this);
    }

    @Override
    public @Nullable Delivery poll() {
        try {
            ensureOpen();
            if (isOneOfAll() && !consumer.mayRead(options.sole())) {
                return null;
            }
            for (int look = 0; look < MOST_LOOKS; look++) {
                LaneScan found = look();
                if (found != null) {
                    return delivered(found);
                }
                if (!groups.takeLookAgain()) {
                    break;
                }
            }
            return null;
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    private @Nullable LaneScan look() {
        if (lanes.bits() != knownLanes) {
            openLanes();
        }
        if (ledger.releases().tail() != releasesSeen) {
            readReleases();
        }
        if (groups.takeChanges()) {
            for (LaneScan scan : scans) {
                if (scan != null) {
                    scan.groupsChanged();
                }
            }
        }
        for (int priority = Lanes.COUNT - 1; priority >= 0; priority--) {
            LaneScan scan = scans[priority];
            if (scan != null && scan.next(delivery)) {
                return scan;
            }
            if (groups.isLookingAgain()) {
                return null;
            }
        }
        return null;
    }

    /** Whether it takes turns with the others. */
    private boolean isOneOfAll() {
        return options.groups() != TailerOptions.Groups.IGNORE;
    }

    /** Like {@link #poll()}, but from the lowest priority up. */
    @Nullable
    Delivery pollLeastImportant() {
        openLanes();
        for (LaneScan scan : scans) {
            if (scan != null && scan.next(delivery)) {
                return delivered(scan);
            }
        }
        return null;
    }

    /** A lease that was taken while the store was closed in another thread would be nobody's: closing may have looked at the slot before. */
    private Delivery delivered(LaneScan scan) {
        if (subscription.destination().root().isClosed()) {
            scan.giveBack(Lease.sequence(delivery.lease()));
            subscription.destination().root().ensureOpen();
        }
        return delivery;
    }

    @Override
    public void acknowledge(long lease) {
        settle(lease, SlotState.ACKNOWLEDGED, forcesSettled);
    }

    @Override
    public void discard(long lease) {
        settle(lease, SlotState.DEAD, forcesSettled);
    }

    private void settle(long lease, SlotState outcome, boolean forced) {
        try {
            subscription.destination().root().ensureOpen();
            if (forced) {
                syncRun(lease);
                LedgerSegment slots = acquireSlots(lease);
                try {
                    settle(lease, outcome);
                    slots.force();
                } finally {
                    slots.release();
                }
            } else {
                settle(lease, outcome);
            }
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** Without a force, whatever the durability. */
    void settle(long lease, SlotState outcome) {
        scan(lease).settle(Lease.sequence(lease), outcome);
        releaseIfDone();
    }

    /** Before a lease is settled by force. */
    void syncRun(long lease) {
        lanes.lane(Lease.lane(lease)).syncRun(Lease.sequence(lease));
    }

    /** The slots around a lease, to be released. */
    LedgerSegment acquireSlots(long lease) {
        return scan(lease).acquireSlots(Lease.sequence(lease));
    }

    @Override
    public void release(long lease, boolean counted, long dueMs) {
        try {
            subscription.destination().root().ensureOpen();
            scan(lease).release(Lease.sequence(lease), counted, dueMs);
            subscription.destination().wake();
            releaseIfDone();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** The lease goes on, and is no longer this tailer's. */
    void handOver(long lease, Consumer heir) {
        scan(lease).handOver(Lease.sequence(lease), heir);
        releaseIfDone();
    }

    @Override
    public int leases() {
        return (int) consumer.leases();
    }

    @Override
    public StoredSubscription subscription() {
        return subscription;
    }

    @Override
    public boolean mayHaveRecords() {
        if (closed) {
            return false;
        }
        return (mayFindRecords() && !(isOneOfAll() && consumer.standsBy()))
                || subscription.isDeleted()
                || subscription.destination().root().isClosed();
    }

    private boolean mayFindRecords() {
        if (ledger.releases().tail() != releasesSeen || lanes.bits() != knownLanes || groups.mayHaveWork()) {
            return true;
        }
        for (LaneScan scan : scans) {
            if (scan != null && scan.mayHaveRecords()) {
                return true;
            }
        }
        return false;
    }

    @Override
    long nextDueMs() {
        if (isOneOfAll() && consumer.standsBy()) {
            return Long.MAX_VALUE;
        }
        long next = groups.nextDueMs();
        for (LaneScan scan : scans) {
            if (scan != null) {
                next = Math.min(next, scan.nextDueMs());
            }
        }
        return next;
    }

    @Override
    boolean holds(long lease) {
        return scan(lease).holds(Lease.sequence(lease));
    }

    @Override
    void idle() {
        try {
            for (LaneScan scan : scans) {
                if (scan != null) {
                    scan.idle();
                }
            }
        } catch (StoreFault e) {
            if (!subscription.isDeleted()) {
                throw EngineException.of(e);
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            waiter().remove(this);
            consumer.close();
            // What it had of groups, or that it was sole, is what others may wait for.
            groups.wakeOthers();
            releaseIfDone();
        } catch (StoreFault e) {
            if (!subscription.isDeleted()) {
                throw EngineException.of(e);
            }
        }
    }

    private void releaseIfDone() {
        if (closed && consumer.leases() == 0) {
            idle();
            for (LaneScan scan : scans) {
                if (scan != null) {
                    scan.close();
                }
            }
            reader.close();
            subscription.tailerDone();
        }
    }

    private void ensureOpen() {
        if (closed) {
            throw new StoreFault(
                    StoreFault.Kind.CLOSED,
                    "tailer is closed: destination="
                            + subscription.destination().name());
        }
        subscription.destination().root().ensureOpen();
        if (subscription.isDeleted()) {
            throw new StoreFault(
                    StoreFault.Kind.DELETED,
                    "destination or subscription is deleted: destination="
                            + subscription.destination().name() + ", subscription=" + subscription.name());
        }
    }

    private void openLanes() {
        long bits = lanes.bits();
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            if ((bits & 1L << priority) != 0 && scans[priority] == null) {
                scans[priority] = new LaneScan(
                        priority,
                        lanes.lane(priority),
                        ledger,
                        consumer,
                        options,
                        reader,
                        subscription.destination().tailerEnvironment(),
                        groups);
            }
        }
        knownLanes = bits;
    }

    private void readReleases() {
        long tail = ledger.releases().tail();
        long read = ledger.releases().read(releasesSeen, onRelease);
        if (read >= 0) {
            releasesSeen = read;
            return;
        }
        releasesSeen = tail;
        for (LaneScan scan : scans) {
            if (scan != null) {
                scan.restart();
            }
        }
    }

    private void released(int lane, long sequence) {
        LaneScan scan = scans[lane];
        if (scan != null) {
            scan.released(sequence);
        }
    }

    private LaneScan scan(long lease) {
        int lane = Lease.lane(lease);
        LaneScan scan = lane >= 0 && lane < Lanes.COUNT ? scans[lane] : null;
        if (scan == null) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL, "not a lease of this tailer: lease=0x" + Long.toHexString(lease));
        }
        return scan;
    }
}
