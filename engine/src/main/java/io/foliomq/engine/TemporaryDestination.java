package io.foliomq.engine;

import io.foliomq.engine.storage.StoreFault;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/** A temporary destination in the process that made it: its records are in this process's memory. */
final class TemporaryDestination extends Destination {
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final StoreRoot root;
    private final Inbox inbox;
    private final long number;
    private final CopyOnWriteArrayList<InboxSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong appended = new AtomicLong();
    private volatile Limits limits = Limits.NONE;
    private volatile boolean deleted;

    TemporaryDestination(StoreRoot root, Inbox inbox, TemporaryName name, DestinationKind kind) {
        super(name.toString(), kind);
        this.root = root;
        this.inbox = inbox;
        this.number = name.number();
        if (kind == DestinationKind.QUEUE) {
            subscriptions.add(new InboxSubscription(this, "", "", true));
        }
    }

    @Override
    public boolean isTemporary() {
        return true;
    }

    @Override
    public int owner() {
        return root.incarnation();
    }

    @Override
    public boolean isDeleted() {
        return deleted;
    }

    @Override
    public Subscription subscription() {
        if (kind() == DestinationKind.TOPIC) {
            throw new IllegalUseException("a topic has no single subscription: topic=" + name(), null);
        }
        return subscriptions.get(0);
    }

    @Override
    public Optional<Subscription> subscription(String subscription) {
        for (InboxSubscription found : subscriptions) {
            if (found.name().equals(subscription)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized Subscription subscribe(SubscriptionOptions options) {
        if (kind() == DestinationKind.QUEUE) {
            throw new IllegalUseException("a queue has one subscription: queue=" + name(), null);
        }
        return subscription(options.name()).orElseGet(() -> {
            InboxSubscription made =
                    new InboxSubscription(this, options.name(), options.attributes(), options.durable());
            subscriptions.add(made);
            return made;
        });
    }

    @Override
    public List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    @Override
    public void limits(Limits newLimits) {
        limits = newLimits;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public long appended() {
        return appended.get();
    }

    @Override
    public void delete() {
        deleted = true;
        inbox.remove(number);
        subscriptions.forEach(InboxSubscription::clear);
        wakeAll();
    }

    @Override
    StoreRoot root() {
        return root;
    }

    Inbox inbox() {
        return inbox;
    }

    @Override
    void append(Record record, Durability durability) {
        byte[] copy = new byte[record.length()];
        record.buffer().getBytes(0, copy);
        append(copy);
    }

    @Override
    void appendCommitted(DirectBuffer record, int offset, int length) {
        byte[] copy = new byte[length];
        record.getBytes(offset, copy);
        put(copy);
    }

    private void append(byte[] record) {
        long start = root.nanoClock().nanoTime();
        while (isFull()) {
            long waited = root.nanoClock().nanoTime() - start;
            if (limits.overflow() == OverflowPolicy.FAIL
                    || waited > TimeUnit.MILLISECONDS.toNanos(limits.blockMillis())
                    || Thread.currentThread().isInterrupted()) {
                throw new LimitExceededException(
                        "destination is full: destination=" + name() + ", appended=" + appended + ", limits=" + limits,
                        null);
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
        put(record);
    }

    private boolean isFull() {
        if (deleted) {
            throw new DestinationDeletedException("destination is deleted: destination=" + name(), null);
        }
        if (inbox.isFull()) {
            return true;
        }
        for (InboxSubscription subscription : subscriptions) {
            if (limits.maxRecords() > 0 && subscription.depth() >= limits.maxRecords()) {
                return true;
            }
        }
        return false;
    }

    /** Gives the record to every subscription; takes the array over. */
    void put(byte[] record) {
        appended.incrementAndGet();
        for (InboxSubscription subscription : subscriptions) {
            subscription.add(record);
        }
        look();
    }

    void ensureLive() {
        if (deleted || root.isClosed()) {
            throw EngineException.of(
                    new StoreFault(StoreFault.Kind.DELETED, "destination is deleted: destination=" + name()));
        }
    }

    void remove(InboxSubscription subscription) {
        subscriptions.remove(subscription);
    }

    @Override
    void addSleeper() {
        inbox.fallAsleep();
    }
}
