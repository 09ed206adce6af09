package io.foliomq.engine;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import io.foliomq.engine.transaction.TransactionFile;
import io.foliomq.engine.transaction.TransactionState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** The transaction files of this member, and the completion of those that a dead one left; not those that are prepared. Thread-safe. */
final class TransactionFiles implements AutoCloseable {
    private static final String SUFFIX = ".tx";

    private final StoreRoot root;
    private final StoreLayout layout;
    private final StoreId storeId;
    private final Redo redo;
    private final ConcurrentLinkedQueue<TransactionFile> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<TransactionFile> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger references = new AtomicInteger();

    TransactionFiles(StoreRoot root, StoreLayout layout, StoreId storeId) {
        this.root = root;
        this.layout = layout;
        this.storeId = storeId;
        this.redo = new Redo(root);
    }

    void commitPrepared(BranchId branch) {
        root.preparedTransactions().commit(branch);
    }

    StoreId storeId() {
        return storeId;
    }

    Redo redo() {
        return redo;
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
        return create(files.incrementAndGet());
    }

    private TransactionFile create(int number) {
        String name = prefix(root.token()) + number + SUFFIX;
        return TransactionFile.create(
                layout.transactions().resolve(name),
                storeId,
                root.options().clock().time(),
                root.token());
    }

    /** Has one file ready, so that a first commit of what was consumed needs no room on a disk that has become full; where there is none already, that commit says so. */
    void prepareFirst() {
        if (files.compareAndSet(0, 1)) {
            try {
                giveBack(create(1));
            } catch (StoreFault e) {
                // Nobody has asked for it yet.
                files.set(0);
            }
        }
    }

    void giveBack(TransactionFile file) {
        idle.add(file);
    }

    /** Decided, and not applied in full: to be completed as soon as possible, at the latest when this member detaches. */
    void leave(TransactionFile file) {
        left.add(file);
        root.housekeeper().retry(this::completeLeft);
    }

    /** Completes what {@link #leave} was told of; what fails stays on the list. */
    synchronized void completeLeft() {
        TransactionFile file;
        while ((file = left.peek()) != null) {
            redo.apply(file, root.token());
            end(file);
            left.remove(file);
        }
    }

    /** It does not come back after a power loss, when what it appended may be gone. */
    private static void end(TransactionFile file) {
        file.finish();
        if (file.durability() == Durability.POWER.ordinal()) {
            file.syncState();
        }
        file.delete();
    }

    /** Of a run that somebody's death cut short a part is about to be seen: it is completed, whatever happens. */
    void keepOverPowerLoss(long reference) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.transactions(), "*" + SUFFIX)) {
            for (Path each : all) {
                keepOverPowerLoss(each, reference);
            }
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
    }

    private void keepOverPowerLoss(Path path, long reference) {
        try (TransactionFile file = TransactionFile.open(path, storeId)) {
            // Also if it says so already: whoever wrote that may have died before it was forced.
            if (file.reference() == reference && file.state() == TransactionState.COMMITTED) {
                file.keepOverPowerLoss();
            }
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.IO) {
                throw e;
            }
            // Gone, or not one that anybody could complete.
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
                // One with a branch was about to be prepared: all that there was is this name of it.
                if (file.state() == TransactionState.COMMITTED) {
                    redo.apply(file, token);
                    CrashPoint.REAP_APPLIED.reach();
                    end(file);
                } else {
                    file.delete();
                }
            }
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
    }

    /**
     * Whether somebody's transaction is decided and may have appended a record of {@code [from, to)} there, or has a large body there that it did not append yet. As long as it is not applied in full, whoever completes it
     * must find both.
     */
    boolean mayNeed(String path, int lane, long from, long to, LongPredicate body) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.transactions(), "*" + SUFFIX)) {
            for (Path each : all) {
                if (mayNeed(each, path, lane, from, to, body)) {
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

    /** Forces to stable storage how far every transaction of every member is, and which of them are over. */
    void force() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(layout.transactions(), "*" + SUFFIX)) {
            for (Path each : all) {
                Uninterrupted.repeat(() -> force(each));
            }
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot list transactions: directory=" + layout.transactions() + ", cause=" + e,
                    e);
        }
        StoreLayout.forceNames(layout.transactions(), 0);
    }

    private static void force(Path transaction) {
        try (FileChannel channel = FileChannel.open(transaction, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(false);
        } catch (NoSuchFileException e) {
            // It is over.
            return;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot sync file: file=" + transaction + ", cause=" + e, e);
        }
    }

    private boolean mayNeed(Path transaction, String path, int lane, long from, long to, LongPredicate body) {
        try (TransactionFile file = TransactionFile.open(transaction, storeId)) {
            return file.mayNeed(path, lane, from, to, body);
        } catch (StoreFault e) {
            // Gone, or not one that anybody could complete.
            return false;
        }
    }

    @Override
    public void close() {
        TransactionFile file;
        while ((file = idle.poll()) != null) {
            file.delete();
        }
    }
}
