package io.foliomq.engine;

import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/** Lets the operations of a committed transaction take effect, out of its file, in the place of whoever made it. Thread-safe. */
final class Redo {
    private final StoreRoot root;
    private final StoreLayout layout;

    Redo(StoreRoot root) {
        this.root = root;
        this.layout = root.layout();
    }

    /**
     * All of it, by the file's durability. Idempotent.
     *
     * @param token owner of the consumers that hold what is settled
     */
    void apply(TransactionFile file, long token) {
        Operations.Cursor operation;
        try {
            operation = file.operations();
        } catch (StoreFault e) {
            // After a power loss the state can be on disk without the operations: then nothing had returned to the
            // sender.
            root.options().errorHandler().onError(e);
            return;
        }
        boolean forced = file.durability() == Durability.POWER.ordinal();
        if (forced) {
            // It is done one by one now, and seen so; whoever began it may have died before it forced this.
            file.keepOverPowerLoss();
        }
        Places places = apply(file, operation, token);
        if (forced) {
            places.confirmRuns();
        }
    }

    /** The same for a transaction that is forced to stable storage as decided. */
    Places apply(TransactionFile file, Operations.Cursor operation, long token) {
        Durability durability = Durability.values()[file.durability()];
        Places places = new Places();
        while (operation.advance()) {
            if (operation.type() == OperationType.APPEND) {
                append(file, operation, places);
            } else {
                settle(operation, token, places);
            }
        }
        places.appended(durability);
        if (durability == Durability.POWER) {
            // What it settled must not come back when the file is gone.
            places.forceSettled();
        }
        return places;
    }

    /** Where something took effect, to be forced and to be woken. */
    static final class Places {
        private final Map<Lane, StoredDestination> lanes = new LinkedHashMap<>();
        private final Set<StoredDestination> large = new HashSet<>();
        private final Map<StoredSubscription, Set<LaneSegment>> settled = new LinkedHashMap<>();

        private record LaneSegment(int lane, long segment) {}

        void appended(Durability durability) {
            if (durability != Durability.PROCESS) {
                large.forEach(destination -> destination.largeBodies().forceNames());
            }
            lanes.forEach((lane, destination) -> destination.appended(lane, lane.appended() - 1, durability));
        }

        void confirmRuns() {
            lanes.keySet().forEach(Lane::confirmRuns);
        }

        void forceSettled() {
            settled.forEach((subscription, segments) -> segments.forEach(place -> {
                LedgerSegment slots = subscription.ledger().acquire(place.lane(), place.segment());
                if (slots != null) {
                    slots.force();
                    slots.release();
                }
            }));
        }
    }

    private void append(TransactionFile file, Operations.Cursor operation, Places places) {
        TemporaryName temporary = TemporaryName.parse(operation.path(), root.id());
        if (temporary != null) {
            appendToTemporary(file, operation, temporary);
        } else {
            appendToLane(file, operation, places);
        }
    }

    /** Appends what a committed transaction appended and a power loss took; forced to stable storage on return. */
    void appendAfterPowerLoss(TransactionFile file, Operations.Cursor operation) {
        if (TemporaryName.parse(operation.path(), root.id()) != null) {
            // It went with its process.
            return;
        }
        file.intent(operation.index(), -1);
        appendToLane(file, operation, new Places());
        root.open(layout.root().resolve(operation.path())).ifPresent(destination -> {
            Lane lane = destination.lanes().lane(operation.lane());
            if (operation.largeId() != 0) {
                destination.largeBodies().forceNames();
            }
            lane.sync(lane.appended());
            lane.confirmRuns();
            CrashPoint.REPAIR_APPENDED.reach();
        });
    }

    /** Once at most: what was tried may have arrived. */
    private void appendToTemporary(TransactionFile file, Operations.Cursor operation, TemporaryName name) {
        if (file.intent(operation.index()) == 0) {
            file.intent(operation.index(), 0);
            root.findTemporary(DestinationKind.QUEUE, name)
                    .ifPresent(found -> found.appendCommitted(
                            operation.buffer(), operation.recordOffset(), operation.recordLength()));
        }
    }

    private void appendToLane(TransactionFile file, Operations.Cursor operation, Places places) {
        StoredDestination destination =
                root.open(layout.root().resolve(operation.path())).orElse(null);
        if (destination == null || destination.file().subscriptionCount() == 0) {
            return;
        }
        Lane lane = destination.lanes().lane(operation.lane());
        if (!appendIfMissing(file, operation, destination, lane)) {
            root.options()
                    .errorHandler()
                    .onError(new StoreFault(
                            StoreFault.Kind.CORRUPT,
                            "committed record is lost, its payload is gone: destination=" + operation.path() + ", body="
                                    + Long.toHexString(operation.largeId())));
        }
        places.lanes.put(lane, destination);
        if (operation.largeId() != 0) {
            places.large.add(destination);
        }
        destination.wake();
        // What was kept for the sake of this transaction.
        root.housekeeper().sweepSoon(destination);
    }

    /** {@code false} if its payload outside is gone, which only a power loss takes, below the level that forces it. */
    private static boolean appendIfMissing(
            TransactionFile file, Operations.Cursor operation, StoredDestination destination, Lane lane) {
        byte[] record = new byte[operation.recordLength()];
        operation.buffer().getBytes(operation.recordOffset(), record);
        lane.lock();
        try {
            if (destination.isDeleted() || isAppended(lane, file, operation.index())) {
                return true;
            }
            lane.reserve(record.length, 0, true);
            if (operation.largeId() != 0
                    && !destination
                            .largeBodies()
                            .adoptIfThere(operation.lane(), lane.currentSegment(), operation.largeId())) {
                return false;
            }
            file.intent(operation.index(), lane.next());
            lane.append(
                    new UnsafeBuffer(record), 0, record.length, RecordDescriptor.checksum(record, 0, record.length));
            lane.publish();
            CrashPoint.REAP_APPENDED.reach();
            return true;
        } finally {
            lane.unlock();
        }
    }

    private static boolean isAppended(Lane lane, TransactionFile file, int index) {
        long sequence = file.intent(index) - 1;
        if (sequence < 0 || sequence >= lane.appended()) {
            return false;
        }
        Segment segment = lane.acquire(lane.segmentOf(sequence));
        if (segment == null) {
            return false;
        }
        try {
            return segment.transaction(sequence) == file.reference();
        } finally {
            segment.release();
        }
    }

    private void settle(Operations.Cursor operation, long token, Places places) {
        Path place = layout.root().resolve(operation.path());
        SlotState outcome = operation.type() == OperationType.ACKNOWLEDGE ? SlotState.ACKNOWLEDGED : SlotState.DEAD;
        destinationOf(operation.path()).ifPresent(destination -> {
            destination.settleForDead(place, token, operation.lane(), operation.sequence(), outcome);
            long segment = destination.lanes().segmentOf(operation.lane(), operation.sequence());
            destination
                    .subscriptionIn(place)
                    .ifPresent(subscription -> places.settled
                            .computeIfAbsent(subscription, key -> new HashSet<>())
                            .add(new Places.LaneSegment(operation.lane(), segment)));
        });
    }

    /** The destination of a subscription's path, if it still exists. */
    Optional<StoredDestination> destinationOf(String subscription) {
        return root.open(layout.root().resolve(Path.of(subscription).subpath(0, 2)));
    }
}
