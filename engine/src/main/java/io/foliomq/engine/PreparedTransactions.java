package io.foliomq.engine;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.transaction.OperationType;
import io.foliomq.engine.transaction.Operations;
import io.foliomq.engine.transaction.TransactionFile;
import io.foliomq.engine.transaction.TransactionState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of the store that were prepared, which belong to no member: any process may end one, of several that try one wins. Thread-safe.
 *
 * <p>One file each, {@code xa-<hash of the branch>.tx}. Its state word says what is decided and by which member; whoever reaps a decider goes on where it stopped. Its
 * leases are held by consumers of its own, whose owner is {@link #custodian minus its reference}, so that they end with the transaction and with nothing else.
 */
final class PreparedTransactions {
    private static final String PREFIX = "xa-";
    private static final String SUFFIX = ".tx";

    private final StoreRoot root;
    private final StoreLayout layout;
    private final TransactionFiles files;
    private final Set<BranchId> deciding = ConcurrentHashMap.newKeySet();
    // Leases of temporary destinations are in the memory of their process, and so is what becomes of them.
    private final ConcurrentMap<BranchId, List<TemporaryLease>> temporary = new ConcurrentHashMap<>();

    /** A lease on a temporary destination of this process. */
    record TemporaryLease(InboxSubscription subscription, long lease) {
        void end(TransactionState decision) {
            TemporaryDestination destination = subscription.destination();
            if (destination.isDeleted()) {
                return;
            }
            if (decision == TransactionState.COMMITTED) {
                subscription.settle(lease);
            } else {
                subscription.release(lease, true, 0);
                destination.look();
            }
        }
    }

    PreparedTransactions(StoreRoot root, TransactionFiles files) {
        this.root = root;
        this.layout = root.layout();
        this.files = files;
    }

    /** Owner of the consumers that hold the leases of a prepared transaction: negative, and no member's. */
    static long custodian(long reference) {
        return -reference;
    }

    /** Whether a file has the name of one that is prepared. */
    static boolean isName(Path file) {
        return file.getFileName().toString().startsWith(PREFIX);
    }

    /** Writes the operations under the branch's name; nothing is held yet, and {@link #abandon} forgets it. */
    TransactionFile write(BranchId branch, Operations operations, long reference, Durability durability) {
        TransactionFile file = files.take();
        try {
            file.write(
                    operations,
                    reference,
                    durability.ordinal(),
                    branch.encoded(),
                    root.options().clock().time());
            file.rename(path(branch));
        } catch (StoreFault e) {
            files.giveBack(file);
            if (e.kind() == StoreFault.Kind.ILLEGAL) {
                throw new BranchPreparedException("branch is prepared already: branch=" + branch, e);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            files.giveBack(file);
            throw e;
        }
        CrashPoint.PREPARE_NAMED.reach();
        return file;
    }

    /** All leases are held for it: from here on it outlives this member. */
    void prepare(BranchId branch, TransactionFile file, Durability durability, List<TemporaryLease> leases) {
        CrashPoint.PREPARE_HELD.reach();
        if (!leases.isEmpty()) {
            temporary.put(branch, List.copyOf(leases));
        }
        try (file) {
            file.prepare();
            if (durability == Durability.POWER) {
                file.sync();
            }
        }
        CrashPoint.PREPARE_DONE.reach();
    }

    /** A prepare failed before anything was held for it. */
    void abandon(TransactionFile file) {
        try (file) {
            dismiss(file, false);
            file.delete();
        }
    }

    List<PreparedTransaction> list() {
        List<PreparedTransaction> found = new ArrayList<>();
        forEach(file -> {
            TransactionState state = file.state();
            boolean unfinished = state != TransactionState.IDLE && !isAtWork(file);
            if (state == TransactionState.PREPARED || unfinished) {
                found.add(new PreparedTransaction(
                        BranchId.decode(file.branch()), file.preparedMs(), file.operationCount()));
            }
        });
        found.sort(Comparator.comparingLong(PreparedTransaction::preparedMs));
        return found;
    }

    /** For people: whose leases these are. */
    String describe(long custodian) {
        List<String> found = new ArrayList<>();
        forEach(file -> {
            if (custodian(file.reference()) == custodian) {
                found.add("prepared transaction: branch=" + BranchId.decode(file.branch()));
            }
        });
        return found.isEmpty() ? "prepared transaction that is ending" : found.get(0);
    }

    boolean isKnown(BranchId branch) {
        return Files.exists(path(branch));
    }

    void commit(BranchId branch) {
        decide(branch, TransactionState.COMMITTED);
    }

    void rollback(BranchId branch) {
        decide(branch, TransactionState.ROLLED_BACK);
    }

    private void decide(BranchId branch, TransactionState decision) {
        if (!deciding.add(branch)) {
            throw decided(branch, stateOf(branch).orElse(decision), root.token());
        }
        try (TransactionFile file = open(branch).orElseThrow(() -> unknown(branch))) {
            boolean first = take(branch, file, decision);
            carryOut(file, decision, !first);
            List<TemporaryLease> leases = temporary.remove(branch);
            if (leases != null) {
                leases.forEach(lease -> lease.end(decision));
            }
        } finally {
            deciding.remove(branch);
        }
    }

    private Optional<TransactionState> stateOf(BranchId branch) {
        try (TransactionFile file = open(path(branch))) {
            return Optional.ofNullable(file).map(TransactionFile::state);
        }
    }

    /** Makes the decision this member's; {@code false} if another made it and left it behind. */
    private boolean take(BranchId branch, TransactionFile file, TransactionState decision) {
        while (true) {
            long decider = file.decider();
            TransactionState state = file.state();
            if (state == TransactionState.IDLE) {
                throw unknown(branch);
            }
            boolean open = state == TransactionState.PREPARED;
            if (!open && (state != decision || isAtWork(file))) {
                throw decided(branch, state, decider);
            }
            if (file.decide(state, open ? 0 : decider, decision, root.token())) {
                return open;
            }
        }
    }

    /** Whether whoever decided lives, so that it carries it out. */
    private boolean isAtWork(TransactionFile file) {
        long decider = file.decider();
        return decider == root.token() ? deciding.contains(BranchId.decode(file.branch())) : root.isAlive(decider);
    }

    /** @param again after another who may have stopped anywhere in here */
    private void carryOut(TransactionFile file, TransactionState decision, boolean again) {
        boolean forced = file.durability() == Durability.POWER.ordinal();
        if (forced) {
            file.syncState();
        }
        if (decision == TransactionState.COMMITTED) {
            CrashPoint.PREPARED_COMMITTED.reach();
            files.redo().apply(file, file.operations(), custodian(file.reference()));
            CrashPoint.PREPARED_APPLIED.reach();
            dismiss(file, false);
        } else {
            CrashPoint.PREPARED_ROLLED_BACK.reach();
            release(file, again);
        }
        CrashPoint.PREPARED_DISMISSED.reach();
        file.finish(root.token());
        if (forced) {
            file.syncState();
        }
        CrashPoint.PREPARED_FINISHED.reach();
        file.delete();
    }

    /** Releases the leases and discards the large bodies. */
    private void release(TransactionFile file, boolean again) {
        long custodian = custodian(file.reference());
        Operations.Cursor operation = file.operations();
        while (operation.advance()) {
            if (operation.type() != OperationType.APPEND) {
                int lane = operation.lane();
                long sequence = operation.sequence();
                subscription(operation.path()).ifPresent(held -> held.ledger().releaseFor(custodian, lane, sequence));
            } else if (operation.largeId() != 0) {
                long body = operation.largeId();
                root.open(layout.root().resolve(operation.path()))
                        .ifPresent(destination -> destination.largeBodies().discard(body));
            }
        }
        CrashPoint.PREPARED_RELEASED.reach();
        dismiss(file, again);
    }

    /**
     * Gives back what held the leases, and lets others go on.
     *
     * @param everybodyLooks a release may have been written and not announced
     */
    private void dismiss(TransactionFile file, boolean everybodyLooks) {
        Operations.Cursor operation = file.operations();
        Set<String> visited = new HashSet<>();
        while (operation.advance()) {
            if (operation.type() != OperationType.APPEND && visited.add(operation.path())) {
                subscription(operation.path()).ifPresent(subscription -> {
                    subscription.ledger().dismiss(custodian(file.reference()), everybodyLooks);
                    subscription.destination().wake();
                    subscription.tailerDone();
                });
            }
        }
    }

    private Optional<StoredSubscription> subscription(String path) {
        return files.redo()
                .destinationOf(path)
                .flatMap(found -> found.subscriptionIn(layout.root().resolve(path)));
    }

    /** A member is gone: drops what it was preparing, and carries out what it decided. Idempotent. */
    void recover(long token) {
        forEach(file -> {
            TransactionState state = file.state();
            if (file.decider() == token) {
                recoverDecided(file, state);
            } else if (state == TransactionState.IDLE && file.decider() == 0 && file.owner() == token) {
                release(file, true);
                CrashPoint.REAP_BRANCH_RELEASED.reach();
                file.delete();
            }
        });
    }

    /** Carries out what members decided that nobody will reap: they detached, and it had failed. */
    void recoverLeft() {
        forEach(file -> {
            if (file.decider() != 0 && !isAtWork(file)) {
                recoverDecided(file, file.state());
            }
        });
    }

    private void recoverDecided(TransactionFile file, TransactionState state) {
        long decider = file.decider();
        BranchId branch = BranchId.decode(file.branch());
        if (!deciding.add(branch)) {
            return;
        }
        try {
            if (state == TransactionState.IDLE) {
                file.delete();
            } else if (file.decide(state, decider, state, root.token())) {
                carryOut(file, state, true);
            }
        } finally {
            deciding.remove(branch);
        }
    }

    private void forEach(Consumer<TransactionFile> visitor) {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(layout.transactions(), PREFIX + "*" + SUFFIX)) {
            for (Path path : paths) {
                TransactionFile file = open(path);
                if (file != null) {
                    try (file) {
                        visitor.accept(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
    }

    private Optional<TransactionFile> open(BranchId branch) {
        return Optional.ofNullable(open(path(branch)));
    }

    private @Nullable TransactionFile open(Path path) {
        try {
            return TransactionFile.open(path, files.storeId());
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return null;
            }
            throw e;
        }
    }

    private Path path(BranchId branch) {
        return layout.transactions().resolve(PREFIX + branch.fileName() + SUFFIX);
    }

    private static BranchUnknownException unknown(BranchId branch) {
        return new BranchUnknownException("branch is not prepared, or over: branch=" + branch);
    }

    private static BranchDecidedException decided(BranchId branch, TransactionState state, long decider) {
        return new BranchDecidedException(
                "branch is decided: branch=" + branch + ", decision=" + state + ", by=member "
                        + Long.toHexString(decider),
                state == TransactionState.COMMITTED);
    }
}
