package io.foliomq.engine;

import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.LaneRepair;
import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import io.foliomq.engine.transaction.TransactionState;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that were committed or prepared when the power went. What is prepared stays so: its leases are held on, its large bodies kept. The committed ones take effect as a whole: what they settled is settled while the ledgers are repaired, and what they appended is appended
 * again unless it is found in the log, where its reference and checksum tell it from everything else.
 */
final class CommittedTransactions implements AutoCloseable {
    private final StoreLayout layout;
    private final RepairScope scope;
    private final List<TransactionFile> files = new ArrayList<>();
    private final Map<Appended, Integer> missing = new HashMap<>();
    private final Map<Settled, SlotState> settled = new HashMap<>();

    private final List<TransactionFile> prepared = new ArrayList<>();
    // Sequences at which what a prepared transaction is to append is in the log all the same.
    private final Map<Appended, Deque<Long>> awaited = new HashMap<>();
    private final Map<Settled, Long> held = new HashMap<>();
    private final Set<Long> keptBodies = new HashSet<>();

    private record Appended(String destination, int lane, long reference, int checksum) {}

    private record Settled(String subscription, int lane, long sequence) {}

    private CommittedTransactions(StoreLayout layout, RepairScope scope) {
        this.layout = layout;
        this.scope = scope;
    }

    /** Reads what is committed and whole; drops and reports what is torn. */
    static CommittedTransactions read(StoreLayout layout, RepairScope scope) {
        CommittedTransactions transactions = new CommittedTransactions(layout, scope);
        for (Path path : RepairScope.list(layout.transactions())) {
            if (path.getFileName().toString().endsWith(".tx")) {
                transactions.read(path);
            } else {
                RepairScope.delete(path);
            }
        }
        return transactions;
    }

    private void read(Path path) {
        TransactionFile file = null;
        try {
            file = TransactionFile.open(path, scope.storeId());
            // One with a branch under the name that it has before is one whose prepare had not returned.
            boolean named = file.branch().length == 0 || PreparedTransactions.isName(path);
            if (named && file.state() == TransactionState.COMMITTED && !file.isRun()) {
                note(file, file.operations());
                files.add(file);
                return;
            }
            if (named && file.state() == TransactionState.PREPARED) {
                hold(file, file.operations());
                prepared.add(file);
                return;
            }
        } catch (StoreFault e) {
            if (e.kind() != StoreFault.Kind.CORRUPT) {
                throw e;
            }
            scope.errorHandler().onError(e);
        }
        if (file != null) {
            file.close();
        }
        RepairScope.delete(path);
    }

    private void note(TransactionFile file, Operations.Cursor operation) {
        while (operation.advance()) {
            if (operation.type() == OperationType.APPEND) {
                missing.merge(appended(file, operation), 1, Integer::sum);
                dropTornBody(operation);
            } else {
                settled.put(
                        new Settled(operation.path(), operation.lane(), operation.sequence()),
                        operation.type() == OperationType.ACKNOWLEDGE ? SlotState.ACKNOWLEDGED : SlotState.DEAD);
            }
        }
    }

    private void hold(TransactionFile file, Operations.Cursor operation) {
        while (operation.advance()) {
            if (operation.type() != OperationType.APPEND) {
                held.put(
                        new Settled(operation.path(), operation.lane(), operation.sequence()),
                        PreparedTransactions.custodian(file.reference()));
            } else {
                awaited.put(appended(file, operation), new ArrayDeque<>());
                dropTornBody(operation);
                if (operation.largeId() != 0) {
                    keptBodies.add(operation.largeId());
                }
            }
        }
    }

    private void dropTornBody(Operations.Cursor operation) {
        if (operation.largeId() != 0) {
            LaneRepair.dropTornBody(
                    Lanes.path(layout.root().resolve(operation.path()), operation.lane()),
                    operation.lane(),
                    scope,
                    new UnsafeBuffer(operation.buffer(), operation.recordOffset(), operation.recordLength()));
        }
    }

    private static Appended appended(TransactionFile file, Operations.Cursor operation) {
        byte[] record = new byte[operation.recordLength()];
        operation.buffer().getBytes(operation.recordOffset(), record);
        int checksum = RecordDescriptor.checksum(record, 0, record.length);
        return new Appended(operation.path(), operation.lane(), file.reference(), checksum);
    }

    /** To be told of what is found in a lane. */
    LaneRepair.TransactionListener listener(String destination, int lane) {
        return new LaneRepair.TransactionListener() {
            @Override
            public void appended(long reference, int checksum, long sequence) {
                Appended found = new Appended(destination, lane, reference, checksum);
                missing.computeIfPresent(found, (key, count) -> count == 1 ? null : count - 1);
                awaited.computeIfPresent(found, (key, sequences) -> {
                    sequences.add(sequence);
                    return sequences;
                });
            }

            @Override
            public boolean isCompleted(long reference) {
                return files.stream().anyMatch(file -> file.reference() == reference);
            }
        };
    }

    @Nullable
    SlotState settledBy(String subscription, int lane, long sequence) {
        return settled.get(new Settled(subscription, lane, sequence));
    }

    /** Owner of the consumer that holds it for a prepared transaction; 0 if none does. */
    long heldBy(String subscription, int lane, long sequence) {
        return held.getOrDefault(new Settled(subscription, lane, sequence), 0L);
    }

    /** Ids of the large bodies that prepared transactions are to append. */
    Set<Long> keptBodies() {
        return keptBodies;
    }

    /** Once the store is open: appends what is missing, and takes the files away. */
    void apply(TransactionFiles target) {
        for (TransactionFile file : files) {
            Operations.Cursor operation = file.operations();
            while (operation.advance()) {
                if (operation.type() == OperationType.APPEND) {
                    append(target, file, operation);
                }
            }
            CrashPoint.REPAIR_APPLIED.reach();
            file.finish();
            // Deleted alone it could come back after another power loss, when what it had appended is settled and gone.
            file.syncState();
            CrashPoint.REPAIR_ENDED.reach();
            file.delete();
        }
        files.clear();
        for (TransactionFile file : prepared) {
            boolean committed = noteAppended(file);
            BranchId branch = BranchId.decode(file.branch());
            file.close();
            if (committed) {
                target.commitPrepared(branch);
            }
        }
        prepared.clear();
    }

    /** Whether a record of a prepared transaction is in the log: then it had been committed, at a level at which the power takes that with it. */
    private boolean noteAppended(TransactionFile file) {
        boolean any = false;
        Operations.Cursor operation = file.operations();
        while (operation.advance()) {
            if (operation.type() == OperationType.APPEND) {
                Deque<Long> sequences = awaited.get(appended(file, operation));
                Long sequence = sequences == null ? null : sequences.poll();
                if (sequence != null) {
                    file.intent(operation.index(), sequence);
                    any = true;
                }
            }
        }
        return any;
    }

    private void append(TransactionFiles target, TransactionFile file, Operations.Cursor operation) {
        Appended key = appended(file, operation);
        if (!missing.containsKey(key)) {
            return;
        }
        missing.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        try {
            target.redo().appendAfterPowerLoss(file, operation);
        } catch (StoreFault e) {
            scope.lost("committed record cannot be appended after a power loss: destination="
                    + layout.root().resolve(operation.path()) + ", cause=" + e.getMessage());
        }
    }

    @Override
    public void close() {
        files.forEach(TransactionFile::close);
        files.clear();
        prepared.forEach(TransactionFile::close);
        prepared.clear();
    }
}
