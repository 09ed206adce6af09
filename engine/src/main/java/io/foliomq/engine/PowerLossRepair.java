package io.foliomq.engine;

import io.foliomq.engine.member.Member;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store needs when it is opened under another boot than the one under which it was last known to be whole. One process does it, before it attaches; the others wait. The boot id is written at
 * the very end: a repair that is cut short is done again.
 *
 * <p>{@link #begin}, then attach, then {@link #finish}, then {@link #close}.
 */
final class PowerLossRepair implements AutoCloseable {
    private final StoreLayout layout;
    private final StoreMark mark;
    private final BootId boot;
    private final FileChannel lock;
    private final List<DestinationRepair> destinations = new ArrayList<>();
    private @Nullable CommittedTransactions transactions;

    private PowerLossRepair(StoreLayout layout, StoreMark mark, BootId boot, FileChannel lock) {
        this.layout = layout;
        this.mark = mark;
        this.boot = boot;
        this.lock = lock;
    }

    /** Repairs the files if this boot is new to the store; {@code null} if it is not. */
    static @Nullable PowerLossRepair begin(StoreLayout layout, StoreMark mark, StoreOptions options, BootId boot) {
        if (mark.bootId().equals(boot)) {
            return null;
        }
        PowerLossRepair repair = new PowerLossRepair(layout, mark, boot, lock(layout));
        try {
            if (mark.bootId().equals(boot) || Member.isAnyAlive(layout, mark, ignored -> {})) {
                // Somebody else was faster; or there are no boot ids here, and who is attached has seen to it.
                repair.close();
                return null;
            }
            repair.run(new RepairScope(
                    mark.storeId(), mark.segmentRecords(), options.clock().time(), options.errorHandler()));
            return repair;
        } catch (RuntimeException | Error e) {
            repair.close();
            throw e;
        }
    }

    private static FileChannel lock(StoreLayout layout) {
        Path path = layout.repairLock();
        try {
            FileChannel channel = OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot lock for repair: file=" + path + ", cause=" + e, e);
        }
    }

    private void run(RepairScope scope) {
        for (Path path : RepairScope.list(layout.members())) {
            if (!path.getFileName().toString().endsWith(".lock")) {
                RepairScope.delete(path);
            }
        }
        RepairScope.list(layout.trash()).forEach(RepairScope::deleteTree);
        CommittedTransactions committed = CommittedTransactions.read(layout, scope);
        transactions = committed;
        CrashPoint.REPAIR_READ.reach();
        for (DestinationKind kind : DestinationKind.values()) {
            Path parent = kind == DestinationKind.QUEUE ? layout.queues() : layout.topics();
            for (Path directory : RepairScope.list(parent)) {
                DestinationRepair repair = new DestinationRepair(layout, directory, kind, scope, committed);
                repair.run();
                destinations.add(repair);
            }
        }
    }

    /** Once the store works: completes the transactions, and writes down that the store is whole. */
    void finish(TransactionFiles target) {
        if (transactions != null) {
            transactions.apply(target);
        }
        destinations.forEach(DestinationRepair::deleteOrphans);
        CrashPoint.REPAIR_DONE.reach();
        mark.bootId(boot);
    }

    @Override
    public void close() {
        if (transactions != null) {
            transactions.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot unlock: file=" + layout.repairLock(), e);
        }
    }
}
