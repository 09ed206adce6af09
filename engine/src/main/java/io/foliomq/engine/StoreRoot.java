package io.foliomq.engine;

import io.foliomq.engine.access.UsersFile;
import io.foliomq.engine.inbox.InboxRing;
import io.foliomq.engine.ledger.LedgerSettings;
import io.foliomq.engine.log.LaneSettings;
import io.foliomq.engine.member.Member;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.DiskGuard;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import io.foliomq.engine.storage.StrayFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** This process's attachment to a store directory, shared by every {@link Store} that was opened on it. Thread-safe. */
final class StoreRoot {
    private final StoreOptions options;
    private final NanoClock nanoClock;
    private final StoreLayout layout;
    private final StoreMark mark;
    private final Member member;
    private final DiskGuard diskGuard;
    private final LaneSettings laneSettings;
    private final LedgerSettings ledgerSettings;
    private final Housekeeper housekeeper;
    private final Trash trash;
    private final AttachedPlaces attachedPlaces;
    private final TransactionFiles transactionFiles;
    private final PreparedTransactions preparedTransactions;
    private final AtomicLong largeIds = new AtomicLong();
    private final Inbox inbox = new Inbox(this);
    private final ConcurrentHashMap<Long, InboxRing> remoteInboxes = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private final StoredDestinations destinations;
    private final Set<Destination> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean ready;
    private volatile boolean closed;

    /** Attaches this process, after a repair if this boot is new to the store. */
    static StoreRoot open(StoreOptions options, Path directory, BootId boot) {
        StoreLayout layout = new StoreLayout(directory);
        StoreMark mark = StoreMark.openOrCreate(
                layout, options.clock().time(), boot, options.segmentBytes(), options.segmentRecords());
        try (PowerLossRepair repair = PowerLossRepair.begin(layout, mark, options, boot)) {
            StoreRoot root = new StoreRoot(options, layout, mark);
            root.begin(repair);
            return root;
        } catch (RuntimeException | Error e) {
            mark.close();
            throw e;
        }
    }

    /** From here on the process is attached; if it fails, it is not. */
    private void begin(@Nullable PowerLossRepair repair) {
        try {
            ready = true;
            member.onBell(this::look);
            member.reapDead();
            trash.empty();
            if (repair != null) {
                repair.finish(transactionFiles);
            }
            // What a repair found decided is the repair's to carry out.
            preparedTransactions.recoverLeft();
            StrayFiles.delete(layout.members(), options.clock().time());
            StrayFiles.delete(layout.transactions(), options.clock().time());
        } catch (RuntimeException | Error e) {
            detachAfter(e, this::close);
            throw e;
        }
    }

    private static void detachAfter(Throwable failure, Runnable detach) {
        try {
            detach.run();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private StoreRoot(StoreOptions options, StoreLayout layout, StoreMark mark) {
        this.options = options;
        this.nanoClock = options.nanoClock();
        this.layout = layout;
        this.mark = mark;
        this.diskGuard = new DiskGuard(layout.root(), options.diskReserveBytes());
        this.member = Member.attach(layout, mark, options.clock(), nanoClock, this::died, options.errorHandler());
        MemberHolder holder = new MemberHolder(member);
        long sendTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(options.sendTimeoutMillis());
        this.laneSettings = new LaneSettings(
                mark.storeId(),
                mark.segmentBytes(),
                mark.segmentRecords(),
                options.segmentMillis(),
                sendTimeoutNanos,
                holder,
                diskGuard,
                options.durability().forcing(),
                options.clock(),
                nanoClock);
        this.ledgerSettings = new LedgerSettings(
                mark.storeId(),
                mark.segmentRecords(),
                options.durability() == Durability.POWER,
                sendTimeoutNanos,
                holder,
                options.clock(),
                nanoClock);
        this.destinations = new StoredDestinations(this, layout, mark.storeId());
        this.housekeeper = new Housekeeper(options.errorHandler(), options.groupMillis());
        this.trash = new Trash(layout, member.token());
        this.transactionFiles = new TransactionFiles(this, layout, mark.storeId());
        this.preparedTransactions = new PreparedTransactions(this, transactionFiles);
        try {
            this.attachedPlaces = AttachedPlaces.start(layout, member.slot());
        } catch (RuntimeException | Error e) {
            detachAfter(e, member::close);
            throw e;
        }
    }

    StoreOptions options() {
        return options;
    }

    NanoClock nanoClock() {
        return nanoClock;
    }

    StoreLayout layout() {
        return layout;
    }

    String id() {
        return mark.storeId().toString();
    }

    Survey survey() {
        return new Survey(this);
    }

    List<Survey.AttachedMember> attachedMembers() {
        ensureOpen();
        return member.attachments().stream()
                .map(a -> new Survey.AttachedMember(
                        a.slot(), a.pid(), a.host(), a.attachedMs(), a.alive(), a.token() == token()))
                .toList();
    }

    String describe(long token) {
        return member.describe(token);
    }

    Users users() {
        return new Users(new UsersFile(layout, mark.storeId(), options.clock()));
    }

    long token() {
        return member.token();
    }

    int slot() {
        return member.slot();
    }

    int incarnation() {
        return member.incarnation();
    }

    int incarnationOf(long token) {
        return token == 0 ? 0 : Member.incarnationOf(token);
    }

    long nextMessageNumber() {
        return messages.incrementAndGet();
    }

    DiskGuard diskGuard() {
        return diskGuard;
    }

    LaneSettings laneSettings() {
        return laneSettings;
    }

    LedgerSettings ledgerSettings() {
        return ledgerSettings;
    }

    Housekeeper housekeeper() {
        return housekeeper;
    }

    Trash trash() {
        return trash;
    }

    AttachedPlaces attachedPlaces() {
        return attachedPlaces;
    }

    TransactionFiles transactionFiles() {
        return transactionFiles;
    }

    PreparedTransactions preparedTransactions() {
        return preparedTransactions;
    }

    AtomicLong largeIds() {
        return largeIds;
    }

    MappedMutex mutex(AtomicBuffer buffer, int offset, Path what) {
        return new MappedMutex(
                buffer, offset, laneSettings.holder(), nanoClock, laneSettings.sendTimeoutNanos(), what.toString());
    }

    String relativize(Path directory) {
        return layout.root().relativize(directory).toString();
    }

    Waiter newWaiter(@Nullable WaitPolicy policy) {
        return new Waiter(policy == null ? options.waitPolicy() : policy, nanoClock, options.clock());
    }

    boolean isClosed() {
        return closed;
    }

    void ensureOpen() {
        if (closed) {
            throw new StoreFault(StoreFault.Kind.CLOSED, "store is closed: store=" + layout.root());
        }
    }

    Destination destination(DestinationKind kind, String name) {
        TemporaryName temporary = TemporaryName.parse(name, id());
        if (temporary != null) {
            return findTemporary(kind, temporary)
                    .orElseThrow(() ->
                            new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name));
        }
        ensureOpen();
        return destinations.openOrCreate(kind, name);
    }

    Optional<Destination> find(DestinationKind kind, String name) {
        ensureOpen();
        TemporaryName temporary = TemporaryName.parse(name, id());
        return temporary != null
                ? findTemporary(kind, temporary)
                : destinations.find(kind, name).map(found -> found);
    }

    /** The destination in this directory, if there is one. */
    Optional<StoredDestination> open(Path directory) {
        return destinations.open(directory);
    }

    List<Destination> destinations(DestinationKind kind) {
        return destinations.list(kind);
    }

    void forget(Destination destination) {
        destinations.forget(destination);
        watched.remove(destination);
    }

    Destination newTemporary(DestinationKind kind) {
        ensureOpen();
        return inbox.create(kind);
    }

    boolean isAlive(long token) {
        return member.isAlive(token);
    }

    /** The temporary destination of this name, ours or another process's, if it still exists. */
    Optional<Destination> findTemporary(DestinationKind kind, TemporaryName name) {
        ensureOpen();
        if (name.token() == token()) {
            return Optional.ofNullable(inbox.find(name.number()));
        }
        try {
            InboxRing ring = remoteInboxes.computeIfAbsent(name.token(), this::openInbox);
            Destination found = new RemoteTemporary(this, name, kind, ring);
            return found.isDeleted() ? Optional.empty() : Optional.of(found);
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private InboxRing openInbox(long token) {
        InboxRing ring = InboxRing.open(
                layout.inbox(Member.slotOf(token)),
                mark.storeId(),
                laneSettings.holder(),
                nanoClock,
                laneSettings.sendTimeoutNanos());
        if (ring.owner() != token) {
            throw new StoreFault(StoreFault.Kind.DELETED, "inbox is gone: member=" + Long.toHexString(token));
        }
        return ring;
    }

    void watch(Destination destination) {
        watched.add(destination);
    }

    void unwatch(Destination destination) {
        watched.remove(destination);
    }

    void ring(int slot) {
        member.ring(slot);
    }

    private void look() {
        inbox.read();
        watched.forEach(Destination::look);
    }

    /** A member died: completes its transactions, then releases its leases, then deletes what was its own. Idempotent. */
    private void died(long token) {
        if (!ready) {
            throw new StoreFault(StoreFault.Kind.LIMIT, "too many members: store=" + layout.root());
        }
        transactionFiles.recover(token);
        preparedTransactions.recover(token);
        List<Runnable> steps = new ArrayList<>();
        attachedPlaces(Member.slotOf(token)).forEach(place -> steps.add(() -> reap(token, place)));
        runAll(steps);
        remoteInboxes.remove(token);
        Inbox.deleteLeftovers(layout.members(), Member.slotOf(token));
    }

    /** Where the member in this slot may have left something: everywhere, if its list cannot be read. */
    private Set<Path> attachedPlaces(int slot) {
        try {
            return AttachedPlaces.read(layout, slot);
        } catch (StoreFault e) {
            options.errorHandler().onError(e);
            return AttachedPlaces.everywhere(layout);
        }
    }

    private void reap(long token, Path place) {
        Path relative = layout.root().relativize(place);
        if (relative.getNameCount() >= 2) {
            open(layout.root().resolve(relative.subpath(0, 2))).ifPresent(destination -> destination.reap(token));
        }
    }

    void close() {
        // Neither a bell nor a death may touch what is unmapped below.
        member.silence();
        closed = true;
        for (StoredDestination destination : destinations.open()) {
            destination.wakeAll();
        }
        List<Runnable> steps = new ArrayList<>();
        steps.add(housekeeper::close);
        steps.add(inbox::close);
        steps.add(transactionFiles::completeLeft);
        steps.add(() -> preparedTransactions.recover(token()));
        attachedPlaces.all().forEach(place -> steps.add(() -> reap(token(), place)));
        destinations.open().forEach(destination -> steps.add(destination::closeLanes));
        steps.add(transactionFiles::close);
        steps.add(attachedPlaces::close);
        steps.add(member::close);
        steps.add(mark::close);
        runAll(steps);
    }

    /** Runs all of them, and throws the first failure in the end. */
    private static void runAll(List<Runnable> steps) {
        RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
