package io.foliomq.engine;

import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StrayFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.agrona.DirectBuffer;

/** A destination on disk: lanes of log, a ledger for each subscription. */
final class StoredDestination extends Destination {
    private final StoreRoot root;
    private final Path directory;
    private final byte[] relativePath;
    private final DestinationFile file;
    private final MappedMutex mutex;
    private final Lanes lanes;
    private final LargeBodies largeBodies;
    private final SubscriptionSet subscriptions;
    private final Backpressure backpressure;
    private final PinnedSegments pinned;
    private final LaneSink sink;
    private final TailerEnvironment tailerEnvironment;
    private final IntConsumer wakeSlot = this::wakeSlot;
    private volatile int keptSegments;

    StoredDestination(StoreRoot root, Path directory, DestinationFile file) {
        super(file.name(), file.kind());
        this.root = root;
        this.directory = directory;
        this.relativePath = root.relativize(directory).getBytes(StandardCharsets.UTF_8);
        this.file = file;
        this.mutex = root.mutex(file.state(), DestinationDescriptor.MUTEX_OFFSET, directory);
        this.subscriptions = new SubscriptionSet(this, directory, file, root.ledgerSettings());
        this.lanes = new Lanes(directory, root.laneSettings(), file, this::guarded, new Keeper());
        this.largeBodies =
                new LargeBodies(directory.resolve("log").resolve("large"), root.laneSettings(), root.largeIds());
        this.backpressure = new Backpressure(this);
        this.pinned = new PinnedSegments(this);
        this.sink = new LaneSink(this);
        this.tailerEnvironment = new Environment();
    }

    /** Sees to what every live destination has. */
    void prepare() {
        StrayFiles.delete(directory, root.options().clock().time());
        if (kind() == DestinationKind.QUEUE) {
            subscriptions.createQueueSubscription();
        }
    }

    @Override
    public boolean isTemporary() {
        return false;
    }

    @Override
    public int owner() {
        return 0;
    }

    @Override
    public boolean isDeleted() {
        return file.isDeleted();
    }

    @Override
    public StoredSubscription subscription() {
        if (kind() == DestinationKind.TOPIC) {
            throw new IllegalUseException("a topic has no single subscription: topic=" + name(), null);
        }
        try {
            List<StoredSubscription> only = stored();
            if (only.isEmpty()) {
                throw new DestinationDeletedException("destination is deleted: destination=" + name(), null);
            }
            return only.get(0);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public Optional<Subscription> subscription(String subscription) {
        try {
            return subscriptions.find(subscription).map(found -> found);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public StoredSubscription subscribe(SubscriptionOptions options) {
        try {
            ensureLive();
            if (kind() == DestinationKind.QUEUE) {
                throw new StoreFault(StoreFault.Kind.ILLEGAL, "a queue has one subscription: queue=" + name());
            }
            return subscriptions.subscribe(options);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public List<Subscription> subscriptions() {
        try {
            return List.copyOf(subscriptions.list());
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public void limits(Limits limits) {
        try {
            guarded(() -> {
                file.limits(limits);
                lanes.lookAtLimitsAgain();
            });
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    public Limits limits() {
        return file.limits();
    }

    @Override
    public long appended() {
        long appended = 0;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            appended += lanes.appended(priority);
        }
        return appended;
    }

    @Override
    public void delete() {
        try {
            guarded(file::markDeleted);
            CrashPoint.DELETE_DESTINATION_MARKED.reach();
            bury();
            // What was deleted does not come back with the power.
            StoreLayout.forceNames(directory.resolveSibling(".").normalize(), 0);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    @Override
    StoreRoot root() {
        return root;
    }

    @Override
    void append(Record record, Durability durability) {
        sink.append(record, durability);
    }

    @Override
    void appendCommitted(DirectBuffer record, int offset, int length) {
        throw new IllegalStateException(
                "a stored destination takes committed records in its lanes: destination=" + name());
    }

    /**
     * Takes the directory of a deleted destination away from its name, once nobody appends to it. Whoever dies in here leaves it to the next who wants the name: only what is found to be this
     * destination is taken away, and only under its mutex.
     */
    void bury() {
        mutex.lock();
        try {
            if (!file.isBuried()) {
                if (file.isIn(directory)) {
                    lanes.awaitHolders();
                    root.trash().discard(directory);
                }
                file.markBuried();
            }
        } finally {
            mutex.unlock();
        }
        wake();
        dismiss();
    }

    /** Lets go of what a deleted destination holds in this process. */
    void dismiss() {
        root.forget(this);
        lanes.close();
    }

    /** What a failure here means: anything may fail while the files go away. */
    StoreFault explain(StoreFault fault) {
        return file.isDeleted() && fault.kind() != StoreFault.Kind.DELETED
                ? new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name(), fault)
                : fault;
    }

    List<StoredSubscription> stored() {
        return subscriptions.list();
    }

    Path directory() {
        return directory;
    }

    DestinationFile file() {
        return file;
    }

    Lanes lanes() {
        return lanes;
    }

    LargeBodies largeBodies() {
        return largeBodies;
    }

    SubscriptionSet subscriptionSet() {
        return subscriptions;
    }

    Backpressure backpressure() {
        return backpressure;
    }

    TailerEnvironment tailerEnvironment() {
        return tailerEnvironment;
    }

    byte[] relativePath() {
        return relativePath;
    }

    int inlineLimit() {
        return root.laneSettings().inlineLimit();
    }

    void ensureLive() {
        root.ensureOpen();
        if (file.isDeleted()) {
            throw new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name());
        }
    }

    void ensureSize(int payloadLength) {
        if (payloadLength > root.options().largestRecordBytes()) {
            throw new StoreFault(
                    StoreFault.Kind.TOO_LARGE,
                    "message is too large: destination=" + name() + ", bytes=" + payloadLength + ", accepted="
                            + root.options().largestRecordBytes()
                            + ", advice=store the content elsewhere (a file, an object store) and send its reference");
        }
    }

    void guarded(Runnable action) {
        if (mutex.lock()) {
            recover();
        }
        try {
            action.run();
        } finally {
            mutex.unlock();
        }
    }

    /** Under the mutex, whose last holder died inside. */
    private void recover() {
        try {
            if (!file.isDeleted()) {
                subscriptions.reconcile();
            }
        } catch (RuntimeException | Error e) {
            mutex.abandon();
            throw e;
        }
    }

    /** After an append outside the lane's mutex: sees to durability, to the next segment, and to whoever sleeps. */
    void appended(Lane lane, long sequence, Durability durability) {
        wake();
        if (durability == Durability.POWER) {
            lane.sync(sequence + 1);
        } else if (durability == Durability.GROUP) {
            root.housekeeper().syncSoon(lane);
        }
        if (lane.wantsSpare()) {
            root.housekeeper().spareSoon(lane);
        }
    }

    /** Wakes whoever sleeps here. What is to be seen was stored with a full fence behind it. */
    void wake() {
        if (!file.sleepers().isEmpty()) {
            file.sleepers().drainTo(wakeSlot);
        }
    }

    private void wakeSlot(int slot) {
        if (slot == root.slot()) {
            look();
        } else {
            root.ring(slot);
        }
    }

    @Override
    void addSleeper() {
        file.sleepers().add(root.slot());
    }

    /** How many closed segments the last sweep left. */
    int keptSegments() {
        return keptSegments;
    }

    /** Deletes segments in which everything is settled. */
    void sweep() {
        try {
            sweepLanes();
        } catch (StoreFault e) {
            if (!file.isDeleted()) {
                throw e;
            }
            // Its files went meanwhile.
        }
    }

    private void sweepLanes() {
        int kept = 0;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = file.isDeleted() ? null : lanes.existing(priority);
            if (lane == null) {
                continue;
            }
            subscriptions.advance(priority);
            for (long segment = lane.firstSegment(); segment < lane.currentSegment(); segment++) {
                if (lane.isDeleted(segment)) {
                    continue;
                }
                if (!deleteIfSettled(lane, priority, segment)) {
                    kept++;
                    pinned.note(priority, segment);
                }
            }
        }
        keptSegments = kept;
        if (!pinned.isEmpty()) {
            root.housekeeper().lookSoon(this, PinnedSegments.FIRST_LOOK_MS);
        }
    }

    /** Deletes a closed segment if everything in it is settled. */
    boolean deleteIfSettled(Lane lane, int priority, long segment) {
        boolean settled = subscriptions.isSettled(priority, segment) && !isAwaited(lane, priority, segment);
        if (settled) {
            lane.deleteSegment(segment);
        }
        return settled;
    }

    /** Looks at a segment that {@link #sweep} left; says after how many milliseconds to do it again, negative if not. */
    long lookAtPinned() {
        return file.isDeleted() ? -1 : pinned.look();
    }

    /** Records that were settled so far, in all subscriptions. */
    long settled() {
        long settled = 0;
        for (StoredSubscription subscription : stored()) {
            settled += subscription.ledger().consumers().settled();
        }
        return settled;
    }

    /** Whether whoever completes a transaction may have to look whether its record is in this segment, or for a large body that is not appended yet. */
    boolean isAwaited(Lane lane, int priority, long segment) {
        return root.transactionFiles()
                .mayNeed(
                        new String(relativePath, StandardCharsets.UTF_8),
                        priority,
                        lane.firstSequence(segment),
                        lane.endSequence(segment),
                        id -> largeBodies.isThere(priority, segment, id));
    }

    /** Takes over what a member that is gone left here. Idempotent. */
    void reap(long token) {
        subscriptions.reap(token);
        largeBodies.discardAll(token);
        if (kind() == DestinationKind.TOPIC && !file.isDeleted()) {
            guarded(subscriptions::reconcile);
        }
        wake();
        // It may not have come to delete what it had settled.
        root.housekeeper().sweepSoon(this);
    }

    /** In the place of a member that died after it committed. */
    void settleForDead(Path place, long token, int priority, long sequence, SlotState outcome) {
        subscriptionIn(place).ifPresent(subscription -> {
            Lane lane = lanes.lane(priority);
            Segment segment = lane.acquire(lane.segmentOf(sequence));
            if (segment != null) {
                try {
                    // Only of one that is held: what is settled may have no bytes any more.
                    subscription
                            .ledger()
                            .settleForDead(
                                    token,
                                    priority,
                                    sequence,
                                    outcome,
                                    () -> RecordReader.lengthOfDamaged(segment, sequence));
                } finally {
                    segment.release();
                }
            }
        });
    }

    /** The subscription whose files are in this directory, if it still exists. */
    Optional<StoredSubscription> subscriptionIn(Path place) {
        return stored().stream()
                .filter(subscription -> subscription.ledger().directory().equals(place))
                .findFirst();
    }

    void closeLanes() {
        lanes.close();
    }

    private final class Keeper implements Lanes.Keeper {
        @Override
        public void reserve(int lane, long segment, int fromRecord, int toRecord) {
            subscriptions.reserve(lane, segment, fromRecord, toRecord);
        }

        @Override
        public void delete(int lane, long segment) {
            subscriptions.deleteSegment(lane, segment);
            largeBodies.deleteSegment(lane, segment);
        }

        @Override
        public void cutShort(long reference) {
            root.transactionFiles().keepOverPowerLoss(reference);
        }

        @Override
        public void recovered() {
            file.subscriptionsChanged();
        }
    }

    private final class Environment implements TailerEnvironment {
        @Override
        public long nowMs() {
            return root.options().clock().time();
        }

        @Override
        public void segmentLeft() {
            root.housekeeper().sweepSoon(StoredDestination.this);
        }

        @Override
        public void report(StoreFault fault) {
            root.options().errorHandler().onError(fault);
        }
    }
}
