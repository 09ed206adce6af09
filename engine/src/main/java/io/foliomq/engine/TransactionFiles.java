package io.foliomq.engine;

import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import io.foliomq.engine.transaction.TransactionState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/** The transaction files of this member, and the completion of those that a dead one left. Thread-safe. */
final class TransactionFiles implements AutoCloseable {
    private static final String SUFFIX = ".tx";

    private final StoreRoot root;
    private final StoreLayout layout;
    private final StoreId storeId;
    private final ConcurrentLinkedQueue<TransactionFile> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<TransactionFile> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger references = new AtomicInteger();

    TransactionFiles(StoreRoot root, StoreLayout layout, StoreId storeId) {
        this.root = root;
        this.layout = layout;
        this.storeId = storeId;
    }

    /** Never given before, to any member. */
    long nextReference() {
        return (long) root.incarnation() << 32 | (references.incrementAndGet() & 0xFFFF_FFFFL);
    }

    TransactionFile take() {
        TransactionFile file = idle.poll();
        if (file != null) {
            return file;
        }
        String name = prefix(root.token()) + files.incrementAndGet() + SUFFIX;
        return TransactionFile.create(
                layout.transactions().resolve(name),
                storeId,
                root.options().clock().time(),
                root.token());
    }

    void giveBack(TransactionFile file) {
        idle.add(file);
    }

    /** Decided, and not applied in full: to be completed when this member detaches. */
    void leave(TransactionFile file) {
        left.add(file);
    }

    /** Completes what {@link #leave} was told of. */
    void completeLeft() {
        TransactionFile file;
        while ((file = left.poll()) != null) {
            apply(file, root.token());
            file.finish();
            file.delete();
        }
    }

    private static String prefix(long token) {
        return Long.toHexString(token) + "-";
    }

    /** Applies what a dead member had committed and not applied, and drops the rest. Idempotent. */
    void recover(long token) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(layout.transactions(), prefix(token) + "*")) {
            for (Path path : left) {
                if (!path.toString().endsWith(SUFFIX)) {
                    // It never got its name.
                    Files.deleteIfExists(path);
                    continue;
                }
                TransactionFile file = TransactionFile.open(path, storeId);
                if (file.state() == TransactionState.COMMITTED) {
                    apply(file, token);
                    CrashPoint.REAP_APPLIED.reach();
                    file.finish();
                }
                file.delete();
            }
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
    }

    /**
     * Whether somebody's transaction is decided and may have appended a record of {@code [from, to)} there. As long as it is not applied in full, whoever completes it must find what it appended.
     */
    boolean mayHaveAppended(String path, int lane, long from, long to) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.transactions(), "*" + SUFFIX)) {
            for (Path each : all) {
                if (mayHaveAppended(each, path, lane, from, to)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
    }

    private boolean mayHaveAppended(Path transaction, String path, int lane, long from, long to) {
        try (TransactionFile file = TransactionFile.open(transaction, storeId)) {
            return file.mayHaveAppended(path, lane, from, to);
        } catch (StoreFault e) {
            // Gone, or not one that anybody could complete.
            return false;
        }
    }

    private void apply(TransactionFile file, long token) {
        Operations.Cursor operation;
        try {
            operation = file.operations();
        } catch (StoreFault e) {
            // After a power loss the state can be on disk without the operations: then nothing had returned to the
            // sender.
            root.options().errorHandler().onError(e);
            return;
        }
        while (operation.advance()) {
            if (operation.type() == OperationType.APPEND) {
                append(file, operation);
            } else {
                settle(operation, token);
            }
        }
    }

    private void append(TransactionFile file, Operations.Cursor operation) {
        TemporaryName temporary = TemporaryName.parse(operation.path(), root.id());
        if (temporary != null) {
            appendToTemporary(file, operation, temporary);
        } else {
            appendToLane(file, operation);
        }
    }

    /** Appends what a committed transaction appended and a power loss took; forced to stable storage on return. */
    void appendAfterPowerLoss(TransactionFile file, Operations.Cursor operation) {
        if (TemporaryName.parse(operation.path(), root.id()) != null) {
            // It went with its process.
            return;
        }
        file.intent(operation.index(), -1);
        appendToLane(file, operation);
        root.open(layout.root().resolve(operation.path())).ifPresent(destination -> {
            Lane lane = destination.lanes().lane(operation.lane());
            if (operation.largeId() != 0) {
                destination.largeBodies().forceNames();
            }
            lane.sync(lane.appended());
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

    private void appendToLane(TransactionFile file, Operations.Cursor operation) {
        StoredDestination destination =
                root.open(layout.root().resolve(operation.path())).orElse(null);
        if (destination == null || destination.file().subscriptionCount() == 0) {
            return;
        }
        byte[] record = new byte[operation.recordLength()];
        operation.buffer().getBytes(operation.recordOffset(), record);
        Lane lane = destination.lanes().lane(operation.lane());
        lane.lockToAppend();
        try {
            if (!destination.isDeleted() && !isAppended(lane, file, operation.index())) {
                lane.reserve(record.length, 0, true);
                if (operation.largeId() != 0) {
                    destination.largeBodies().adopt(operation.lane(), lane.currentSegment(), operation.largeId());
                }
                file.intent(operation.index(), lane.next());
                lane.append(
                        new UnsafeBuffer(record),
                        0,
                        record.length,
                        RecordDescriptor.checksum(record, 0, record.length));
                lane.publish();
                CrashPoint.REAP_APPENDED.reach();
            }
        } finally {
            lane.unlock();
        }
        destination.wake();
        // What was kept for the sake of this transaction.
        root.housekeeper().sweepSoon(destination);
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

    private void settle(Operations.Cursor operation, long token) {
        Path place = layout.root().resolve(operation.path());
        SlotState outcome = operation.type() == OperationType.ACKNOWLEDGE ? SlotState.ACKNOWLEDGED : SlotState.DEAD;
        root.open(layout.root().resolve(Path.of(operation.path()).subpath(0, 2)))
                .ifPresent(destination ->
                        destination.settleForDead(place, token, operation.lane(), operation.sequence(), outcome));
    }

    @Override
    public void close() {
        TransactionFile file;
        while ((file = idle.poll()) != null) {
            file.delete();
        }
    }
}
