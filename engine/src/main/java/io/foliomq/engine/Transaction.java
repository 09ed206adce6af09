package io.foliomq.engine;

import io.foliomq.engine.ledger.Consumer;
import io.foliomq.engine.ledger.Lease;
import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/**
 * Appends and acknowledgements that take effect together or not at all, over any destinations of the store. Buffers until {@link #commit()} or {@link #prepare}; can be used again after it ended. Not thread-safe.
 */
public final class Transaction {
    private final StoreRoot root;
    private final Durability durability;
    private final Operations operations = new Operations();
    private final Operations.Cursor cursor = new Operations.Cursor();
    private final List<Settlement> settlements = new ArrayList<>();
    // The target of each append, in the order of the operations.
    private final List<Destination> targets = new ArrayList<>();
    // At POWER: the slots to be forced before the transaction is forgotten.
    private final List<LedgerSegment> settledIn = new ArrayList<>();
    private long reference;
    // Whether the records say by themselves, after a power loss, that they were committed.
    private boolean run;

    private record Settlement(Tailer tailer, long lease, OperationType type) {}

    Transaction(StoreRoot root, Durability durability) {
        this.root = root;
        this.durability = durability;
    }

    /** Buffers a copy of the record. */
    public void append(Destination destination, Record record) {
        try {
            begin();
            record.transaction(reference);
            if (destination instanceof StoredDestination stored) {
                buffer(stored, record);
            } else {
                byte[] name = destination.name().getBytes(StandardCharsets.UTF_8);
                operations.append(name, record.priority(), 0, record.bytes(), record.length());
            }
            targets.add(destination);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        } finally {
            record.transaction(0);
        }
    }

    private void buffer(StoredDestination destination, Record record) {
        destination.ensureLive();
        destination.ensureSize(record.payloadLength());
        if (record.group() != 0) {
            destination.file().markGrouped();
        }
        if (record.length() <= destination.inlineLimit()) {
            operations.append(destination.relativePath(), record.priority(), 0, record.bytes(), record.length());
        } else {
            Spill spill = Spill.of(destination, record, durability);
            byte[] bytes = spill.record().byteArray();
            operations.append(destination.relativePath(), record.priority(), spill.id(), bytes, bytes.length);
        }
    }

    /** The lease will be settled by the commit; a {@link #rollback} forgets this and leaves the lease open. */
    public void acknowledge(Tailer tailer, long lease) {
        settle(OperationType.ACKNOWLEDGE, tailer, lease);
    }

    /** As {@link #acknowledge}, settling it as undeliverable. */
    public void discard(Tailer tailer, long lease) {
        settle(OperationType.DISCARD, tailer, lease);
    }

    private void settle(OperationType type, Tailer tailer, long lease) {
        begin();
        if (tailer.subscription() instanceof StoredSubscription stored) {
            operations.settle(type, stored.relativePath(), Lease.lane(lease), Lease.sequence(lease));
        }
        settlements.add(new Settlement(tailer, lease, type));
    }

    private void begin() {
        if (isEmpty()) {
            reference = root.transactionFiles().nextReference();
        }
    }

    public boolean isEmpty() {
        return targets.isEmpty() && settlements.isEmpty();
    }

    /**
     * Once this returned, all of it has taken effect and survives what the {@link Durability} says. If the process dies inside, other members finish it or nothing of it ever
     * happens. If it throws, nothing happened and the transaction still holds everything.
     *
     * @throws CommitUnfinishedException it is decided, and the transaction is over: what it acknowledged is settled, what it sent will be there
     */
    public void commit() {
        try {
            root.ensureOpen();
            if (targets.isEmpty() && operations.count() <= 1) {
                syncRuns();
                settleAll();
                forceSettled();
            } else {
                commitAll();
            }
            clear();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /**
     * Puts the transaction into the hands of whoever knows the branch's name: it takes effect by {@link Store#commitPrepared}, or never by {@link Store#rollbackPrepared}, which any process may
     * call, at any time. Until then nobody sees what it appends, and nobody else gets what it leased: neither the death of this process, nor the end of the tailers, nor a power loss (as far as the
     * {@link Durability} goes) releases these leases, except those on temporary destinations. This object is empty on return.
     *
     * <p>If it throws, nothing happened and the transaction still holds everything, unless only forcing it to disk failed: then this object is empty, and it is prepared.
     *
     * @throws BranchPreparedException the name is in use
     */
    public void prepare(BranchId branch) {
        try {
            root.ensureOpen();
            root.diskGuard().admit(operations.length());
            ensureLeases();
            markRun(false);
            syncRuns();
            lock().unlock();
            PreparedTransactions prepared = root.preparedTransactions();
            TransactionFile file = prepared.write(branch, operations, reference, durability);
            Map<StoredSubscription, Consumer> heirs;
            try {
                heirs = openHeirs();
                keepLargeBodies();
            } catch (RuntimeException | Error e) {
                forEachLargeBody(LargeBodies::disownKept);
                prepared.abandon(file);
                throw e;
            }
            // From here on nothing needs room.
            List<PreparedTransactions.TemporaryLease> temporary = handOver(heirs);
            clear();
            prepared.prepare(branch, file, durability, temporary);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** What will hold the leases. */
    private Map<StoredSubscription, Consumer> openHeirs() {
        long custodian = PreparedTransactions.custodian(reference);
        Map<StoredSubscription, Consumer> heirs = new HashMap<>();
        for (Settlement settlement : settlements) {
            if (settlement.tailer() instanceof LedgerTailer tailer) {
                heirs.computeIfAbsent(
                        tailer.subscription(), held -> held.ledger().openCustodian(custodian));
            }
        }
        return heirs;
    }

    private List<PreparedTransactions.TemporaryLease> handOver(Map<StoredSubscription, Consumer> heirs) {
        List<PreparedTransactions.TemporaryLease> temporary = new ArrayList<>();
        for (Settlement settlement : settlements) {
            if (settlement.tailer() instanceof LedgerTailer tailer) {
                tailer.handOver(settlement.lease(), Objects.requireNonNull(heirs.get(tailer.subscription())));
            } else if (settlement.tailer() instanceof InboxTailer tailer) {
                tailer.handOver();
                temporary.add(new PreparedTransactions.TemporaryLease(tailer.subscription(), settlement.lease()));
            }
        }
        return temporary;
    }

    private void keepLargeBodies() {
        Set<LargeBodies> with = new HashSet<>();
        forEachLargeBody((bodies, id) -> {
            bodies.keep(id);
            with.add(bodies);
        });
        if (durability == Durability.POWER) {
            with.forEach(LargeBodies::forceNames);
        }
    }

    private void forEachLargeBody(ObjLongConsumer<LargeBodies> visitor) {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (cursor.largeId() != 0 && target instanceof StoredDestination stored) {
                visitor.accept(stored.largeBodies(), cursor.largeId());
            }
        }
    }

    private void commitAll() {
        if (settlements.isEmpty()) {
            root.diskGuard().admit(operations.length());
        }
        ensureLeases();
        syncRuns();
        TransactionFile file = root.transactionFiles().take();
        LockedLanes lanes = decide(file);
        // From here on it has happened: whatever fails is completed when this member detaches, or is reaped.
        try {
            if (durability == Durability.POWER && !run) {
                forceLargeBodies();
                file.sync();
            }
            appendToLanes(file, lanes);
            lanes.unlock();
            CrashPoint.COMMIT_UNLOCKED.reach();
            settleAll();
            CrashPoint.COMMIT_SETTLED.reach();
            appendToTemporaries(file);
            if (durability != Durability.PROCESS) {
                forceLargeBodies();
            }
            lanes.appended(durability);
            forceSettled();
        } catch (RuntimeException | Error e) {
            keepRun(file, e);
            lanes.publishAndUnlock();
            leave(file, e);
        }
        file.finish();
        if (durability == Durability.POWER && !run) {
            file.syncState();
        }
        root.transactionFiles().giveBack(file);
    }

    /** It is decided, so it happens: what is settled is settled here and now, what is to be appended the housekeeper sees to. */
    private void leave(TransactionFile file, Throwable cause) {
        try {
            settlements.removeIf(settlement -> !settlement.tailer().holds(settlement.lease()));
            settleAll();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
        clear();
        root.transactionFiles().leave(file);
        throw new CommitUnfinishedException(cause);
    }

    /** Before a part of a run is seen: the rest comes, whatever happens. */
    private static void keepRun(TransactionFile file, Throwable cause) {
        try {
            if (file.isRun()) {
                file.keepOverPowerLoss();
            }
        } catch (StoreFault e) {
            cause.addSuppressed(e);
        }
    }

    private void ensureLeases() {
        for (Settlement settlement : settlements) {
            if (!settlement.tailer().holds(settlement.lease())) {
                throw new StoreFault(
                        StoreFault.Kind.ILLEGAL,
                        "lease is not open: lease=0x" + Long.toHexString(settlement.lease()) + ", destination="
                                + settlement
                                        .tailer()
                                        .subscription()
                                        .destination()
                                        .name());
            }
        }
    }

    /** Everything that can fail, then the commit point; on return the lanes' mutexes are held. */
    private LockedLanes decide(TransactionFile file) {
        LockedLanes lanes = null;
        try {
            lanes = lock();
            CrashPoint.COMMIT_LOCKED.reach();
            reserve(lanes);
            if (durability == Durability.POWER) {
                markRun(settlements.isEmpty() && lanes.isOneRow(targets.size()));
            }
            file.write(operations, reference, durability.ordinal());
            if (run) {
                file.markRun();
            }
            CrashPoint.COMMIT_WRITTEN.reach();
            file.commit();
            CrashPoint.COMMIT_DECIDED.reach();
            return lanes;
        } catch (RuntimeException | Error e) {
            if (lanes != null) {
                visitLargeBodies(lanes, LargeBodies::disown);
                lanes.unlock();
            }
            root.transactionFiles().giveBack(file);
            throw e;
        }
    }

    private void markRun(boolean possible) {
        run = possible && !hasLargeBodies();
        cursor.over(operations);
        for (int i = 0; i < targets.size(); i++) {
            advanceToAppend();
            RecordDescriptor.markRun(operations.bytes(), cursor.recordOffset(), run, i == 0, i == targets.size() - 1);
        }
    }

    private boolean hasLargeBodies() {
        cursor.over(operations);
        for (int i = 0; i < targets.size(); i++) {
            advanceToAppend();
            if (cursor.largeId() != 0) {
                return true;
            }
        }
        return false;
    }

    /** Takes the mutexes of all lanes that are appended to, in one order for all members, when none of the destinations is full. */
    private LockedLanes lock() {
        Collection<LockedLanes.Place> places = places();
        long start = 0;
        while (true) {
            LockedLanes lanes = LockedLanes.lock(places);
            StoredDestination full = lanes.firstFull();
            if (full == null) {
                return lanes;
            }
            lanes.unlock();
            start = start == 0 ? root.nanoClock().nanoTime() : start;
            full.backpressure().makeRoom(start);
        }
    }

    private Collection<LockedLanes.Place> places() {
        TreeSet<LockedLanes.Place> places = new TreeSet<>(LockedLanes.Place.ORDER);
        LockedLanes.Place last = null;
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            int priority = cursor.lane();
            boolean isNext = last == null || last.destination() != target || last.priority() != priority;
            if (isNext && target instanceof StoredDestination stored) {
                last = new LockedLanes.Place(stored, priority, stored.lanes().lane(priority));
                places.add(last);
            }
        }
        return places;
    }

    private void reserve(LockedLanes lanes) {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (target instanceof StoredDestination stored && stored.file().subscriptionCount() > 0) {
                lanes.announce(lanes.lane(stored, cursor.lane()), cursor.recordLength());
            }
        }
        // What consumes may go on in the reserve: it gives back more than it takes.
        lanes.reserve(!settlements.isEmpty());
        visitLargeBodies(lanes, LargeBodies::adopt);
    }

    /** What is done to the large bodies of lanes that have room for all of them. */
    private interface LargeBodyVisitor {
        void visit(LargeBodies bodies, int priority, long segment, long id);
    }

    private void visitLargeBodies(LockedLanes lanes, LargeBodyVisitor visitor) {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (cursor.largeId() != 0
                    && target instanceof StoredDestination stored
                    && lanes.isReserved(lanes.lane(stored, cursor.lane()))) {
                long segment = lanes.lane(stored, cursor.lane()).currentSegment();
                visitor.visit(stored.largeBodies(), cursor.lane(), segment, cursor.largeId());
            }
        }
    }

    private void advanceToAppend() {
        do {
            if (!cursor.advance()) {
                throw new IllegalStateException("fewer appends than targets: targets=" + targets.size());
            }
        } while (cursor.type() != OperationType.APPEND);
    }

    private void appendToLanes(TransactionFile file, LockedLanes lanes) {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (target instanceof StoredDestination stored
                    && (run || stored.file().subscriptionCount() > 0)) {
                appendToLane(file, stored, lanes);
            }
        }
        lanes.publish();
        CrashPoint.COMMIT_PUBLISHED.reach();
    }

    private void appendToLane(TransactionFile file, StoredDestination destination, LockedLanes lanes) {
        int length = cursor.recordLength();
        Lane lane = lanes.lane(destination, cursor.lane());
        lanes.ensure(lane, length);
        if (cursor.largeId() != 0) {
            destination.largeBodies().adopt(cursor.lane(), lane.currentSegment(), cursor.largeId());
        }
        file.intent(cursor.index(), lane.next());
        CrashPoint.COMMIT_APPEND_INTENDED.reach();
        int checksum = RecordDescriptor.checksum(operations.bytes(), cursor.recordOffset(), length);
        lane.append(operations.buffer(), cursor.recordOffset(), length, checksum);
        CrashPoint.COMMIT_APPENDED.reach();
    }

    private void appendToTemporaries(TransactionFile file) {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (!(target instanceof StoredDestination)) {
                file.intent(cursor.index(), 0);
                try {
                    target.appendCommitted(operations.buffer(), cursor.recordOffset(), cursor.recordLength());
                } catch (DestinationDeletedException gone) {
                    // Nobody waits for it any more: a temporary destination went, with what was sent to it.
                    continue;
                }
            }
        }
    }

    private void forceLargeBodies() {
        cursor.over(operations);
        for (Destination target : targets) {
            advanceToAppend();
            if (cursor.largeId() != 0 && target instanceof StoredDestination stored) {
                stored.largeBodies().forceNames();
            }
        }
    }

    /** Before the transaction is forgotten: what it settled must not come back without it. */
    private void forceSettled() {
        if (durability != Durability.POWER) {
            return;
        }
        for (LedgerSegment slots : settledIn) {
            slots.force();
            slots.release();
        }
        settledIn.clear();
    }

    private void syncRuns() {
        if (durability == Durability.POWER) {
            for (Settlement settlement : settlements) {
                if (settlement.tailer() instanceof LedgerTailer tailer) {
                    tailer.syncRun(settlement.lease());
                }
            }
        }
    }

    private void settle(LedgerTailer tailer, Settlement settlement) {
        if (durability == Durability.POWER) {
            LedgerSegment slots = tailer.acquireSlots(settlement.lease());
            if (settledIn.contains(slots)) {
                slots.release();
            } else {
                settledIn.add(slots);
            }
        }
        tailer.settle(
                settlement.lease(),
                settlement.type() == OperationType.ACKNOWLEDGE ? SlotState.ACKNOWLEDGED : SlotState.DEAD);
    }

    private void settleAll() {
        for (Settlement settlement : settlements) {
            if (settlement.tailer() instanceof LedgerTailer tailer) {
                settle(tailer, settlement);
            } else if (settlement.type() == OperationType.ACKNOWLEDGE) {
                settlement.tailer().acknowledge(settlement.lease());
            } else {
                settlement.tailer().discard(settlement.lease());
            }
        }
    }

    /** Forgets everything buffered. Leases stay open: release them through their tailers. */
    public void rollback() {
        try {
            cursor.over(operations);
            for (Destination target : targets) {
                advanceToAppend();
                if (cursor.largeId() != 0 && target instanceof StoredDestination stored) {
                    stored.largeBodies().discard(cursor.largeId());
                }
            }
            clear();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    private void clear() {
        operations.clear();
        settlements.clear();
        targets.clear();
    }
}
