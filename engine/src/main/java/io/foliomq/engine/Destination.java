package io.foliomq.engine;

import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/** A named queue or topic. Thread-safe; one object for each name in a store. */
public final class Destination {
    private final StoreRoot root;
    private final Path directory;
    private final byte[] relativePath;
    private final DestinationFile file;
    private final String name;
    private final DestinationKind kind;
    private final MappedMutex mutex;
    private final Lanes lanes;
    private final LargeBodies largeBodies;
    private final SubscriptionSet subscriptions;
    private final Backpressure backpressure;
    private final TailerEnvironment tailerEnvironment;
    private final CopyOnWriteArrayList<Waiter> waiters = new CopyOnWriteArrayList<>();
    private final IntConsumer wakeSlot = this::wakeSlot;

    Destination(StoreRoot root, Path directory, DestinationFile file) {
        this.root = root;
        this.directory = directory;
        this.relativePath = root.relativize(directory).getBytes(StandardCharsets.UTF_8);
        this.file = file;
        this.name = file.name();
        this.kind = file.kind();
        this.mutex = root.mutex(file.state(), DestinationDescriptor.MUTEX_OFFSET, directory);
        this.subscriptions = new SubscriptionSet(this, directory, file, root.ledgerSettings());
        this.lanes = new Lanes(directory, root.laneSettings(), file, mutex, subscriptions::reserve);
        this.largeBodies =
                new LargeBodies(directory.resolve("log").resolve("large"), root.laneSettings(), root.largeIds());
        this.backpressure = new Backpressure(this);
        this.tailerEnvironment = new Environment();
        if (kind == DestinationKind.QUEUE) {
            subscriptions.createQueueSubscription();
        }
    }

    public String name() {
        return name;
    }

    public DestinationKind kind() {
        return kind;
    }

    /** Whether it goes with the process that made it. */
    public boolean isTemporary() {
        return file.owner() != 0;
    }

    /** Incarnation of the member that made a temporary destination; 0 for others. */
    public int owner() {
        return root.incarnationOf(file.owner());
    }

    public boolean isDeleted() {
        return file.isDeleted();
    }

    /** An appender with the store's durability. */
    public Appender newAppender() {
        return newAppender(root.options().durability());
    }

    public Appender newAppender(Durability durability) {
        return new Appender(this, durability);
    }

    /** A queue's only subscription; fails with {@link IllegalUseException} for a topic. */
    public Subscription subscription() {
        if (kind == DestinationKind.TOPIC) {
            throw new IllegalUseException("a topic has no single subscription: topic=" + name, null);
        }
        List<Subscription> only = subscriptions();
        if (only.isEmpty()) {
            throw new DestinationDeletedException("destination is deleted: destination=" + name, null);
        }
        return only.get(0);
    }

    /** A topic's subscription of this name. */
    public Optional<Subscription> subscription(String subscription) {
        try {
            return subscriptions.find(subscription);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** Makes a subscription of a topic, which gets what is sent from now on; the existing one if there is one of this name (whatever its options). */
    public Subscription subscribe(SubscriptionOptions options) {
        try {
            ensureLive();
            if (kind == DestinationKind.QUEUE) {
                throw new StoreFault(StoreFault.Kind.ILLEGAL, "a queue has one subscription: queue=" + name);
            }
            return subscriptions.subscribe(options);
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    public List<Subscription> subscriptions() {
        try {
            return subscriptions.list();
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    /** Limits for all processes, from the next append on; they survive restarts. */
    public void limits(Limits limits) {
        try {
            guarded(() -> file.limits(limits));
            for (int priority = 0; priority < Lanes.COUNT; priority++) {
                Lane lane = lanes.existing(priority);
                if (lane != null) {
                    lane.lock();
                    lane.limitCheckAt(0);
                    lane.unlock();
                }
            }
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    public Limits limits() {
        return file.limits();
    }

    /** Records ever appended. */
    public long appended() {
        long appended = 0;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            appended += lanes.appended(priority);
        }
        return appended;
    }

    /** Deletes the destination with all it holds. Appenders and tailers of it, in any process, fail from now on with {@link DestinationDeletedException}. */
    public void delete() {
        try {
            boolean[] ours = {false};
            guarded(() -> {
                ours[0] = !file.isDeleted();
                file.markDeleted();
            });
            if (ours[0]) {
                wake();
                root.forget(this);
                root.trash().discard(directory);
            }
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    StoreRoot root() {
        return root;
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
            throw new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name);
        }
    }

    void ensureSize(int payloadLength) {
        if (payloadLength > root.options().largestRecordBytes()) {
            throw new StoreFault(
                    StoreFault.Kind.TOO_LARGE,
                    "message is too large: destination=" + name + ", bytes=" + payloadLength + ", accepted="
                            + root.options().largestRecordBytes()
                            + ", advice=store the content elsewhere (a file, an object store) and send its reference");
        }
    }

    void guarded(Runnable action) {
        mutex.lock();
        try {
            action.run();
        } finally {
            mutex.unlock();
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

    /** Wakes the sleepers of this process that have something to do. */
    void look() {
        for (Waiter waiter : waiters) {
            waiter.look();
        }
    }

    void addSleeper() {
        file.sleepers().add(root.slot());
    }

    void addWaiter(Waiter waiter) {
        waiters.addIfAbsent(waiter);
        root.watch(this);
    }

    void removeWaiter(Waiter waiter) {
        waiters.remove(waiter);
    }

    boolean hasWaiters() {
        return !waiters.isEmpty();
    }

    /** Deletes segments in which everything is settled. */
    void sweep() {
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = lanes.existing(priority);
            if (lane == null || file.isDeleted()) {
                continue;
            }
            for (Subscription subscription : subscriptions()) {
                subscription.ledger().advance(priority);
            }
            for (long segment = lane.firstSegment(); segment < lane.currentSegment(); segment++) {
                if (!lane.isDeleted(segment) && subscriptions.isSettled(priority, segment)) {
                    lane.deleteSegment(segment);
                    subscriptions.deleteSegment(priority, segment);
                    largeBodies.deleteSegment(priority, segment);
                }
            }
        }
    }

    void reap(long token) {
        for (Subscription subscription : subscriptions()) {
            if (subscription.ledger().reap(token)) {
                wake();
            }
            if (subscription.ledger().owner() == token && subscription.tailers() == 0) {
                subscription.ledger().markDeleted();
                subscriptions.remove(subscription);
            }
        }
        if (file.owner() == token) {
            delete();
        }
    }

    /** In the place of a member that died after it committed. */
    void settleForDead(Path place, long token, int priority, long sequence, SlotState outcome) {
        for (Subscription subscription : subscriptions()) {
            if (subscription.ledger().directory().equals(place)) {
                Lane lane = lanes.lane(priority);
                Segment segment = lane.acquire(lane.segmentOf(sequence));
                if (segment != null) {
                    int length = segment.length(sequence);
                    segment.release();
                    subscription.ledger().settleForDead(token, priority, sequence, outcome, length);
                }
            }
        }
    }

    void wakeAll() {
        waiters.forEach(Waiter::wakeUp);
    }

    void closeLanes() {
        lanes.close();
    }

    private final class Environment implements TailerEnvironment {
        @Override
        public long nowMs() {
            return root.options().clock().time();
        }

        @Override
        public void segmentLeft() {
            root.housekeeper().sweepSoon(Destination.this);
        }

        @Override
        public void report(StoreFault fault) {
            root.options().errorHandler().onError(fault);
        }
    }
}
