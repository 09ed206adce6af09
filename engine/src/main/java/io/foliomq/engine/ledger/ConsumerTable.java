package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Zeros;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The consumers of a subscription over all processes. Thread-safe. */
public final class ConsumerTable {
    static final long CLOSED = 0;
    static final long SHARED = 1;
    static final long EXCLUSIVE = 2;

    private final MappedFile file;
    private final AtomicBuffer state;
    private final MappedMutex mutex;
    private final long token;

    ConsumerTable(MappedFile file, MappedMutex mutex, long token) {
        this.file = file;
        this.state = file.buffer();
        this.mutex = mutex;
        this.token = token;
    }

    /** Takes an entry; fails with {@link StoreFault.Kind#ILLEGAL} if exclusiveness forbids it. */
    Consumer open(Ledger ledger, boolean exclusive) {
        mutex.lock();
        try {
            if (ledger.isDeleted()) {
                throw new StoreFault(
                        StoreFault.Kind.DELETED,
                        "subscription is deleted: subscription=" + file.path().getParent());
            }
            int open = count();
            if (open > 0 && (exclusive || hasExclusive())) {
                throw new StoreFault(
                        StoreFault.Kind.ILLEGAL,
                        "subscription is in use: subscription=" + file.path().getParent() + ", openConsumers=" + open
                                + (exclusive ? ", requested=exclusive" : ", open=exclusive"));
            }
            return open(ledger, exclusive ? EXCLUSIVE : SHARED, token);
        } finally {
            mutex.unlock();
        }
    }

    /** Takes an entry that does not count as an open consumer. */
    Consumer openUncounted(Ledger ledger) {
        mutex.lock();
        try {
            return open(ledger, CLOSED, token);
        } finally {
            mutex.unlock();
        }
    }

    /** Takes an entry that does not count as an open consumer and that is no member's. */
    Consumer openFor(Ledger ledger, long custodian) {
        mutex.lock();
        try {
            return open(ledger, CLOSED, custodian);
        } finally {
            mutex.unlock();
        }
    }

    private Consumer open(Ledger ledger, long mode, long owner) {
        int index = vacant();
        int entry = SubscriptionDescriptor.consumer(index);
        state.putLong(entry + ConsumerDescriptor.LEASES_OFFSET, 0);
        state.putLong(entry + ConsumerDescriptor.INTENT_OFFSET, 0);
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            state.putLong(entry + ConsumerDescriptor.HIGH_OFFSET + lane * Long.BYTES, 0);
        }
        state.putLongVolatile(entry + ConsumerDescriptor.MODE_OFFSET, mode);
        state.putLongVolatile(entry + ConsumerDescriptor.OWNER_OFFSET, owner);
        return new Consumer(ledger, entry(index), index);
    }

    /** Runs while nobody can open or close a consumer. */
    public void guarded(Runnable action) {
        mutex.lock();
        try {
            action.run();
        } finally {
            mutex.unlock();
        }
    }

    /** Open consumers, those left out that are closed but still have leases. */
    public int count() {
        int count = 0;
        for (int index = 0; index < used(); index++) {
            if (owner(index) != 0 && mode(index) != CLOSED) {
                count++;
            }
        }
        return count;
    }

    /** Open leases. */
    public long leases() {
        return sum(ConsumerDescriptor.LEASES_OFFSET);
    }

    public long settled() {
        return sum(ConsumerDescriptor.SETTLED_OFFSET);
    }

    public long settledBytes() {
        return sum(ConsumerDescriptor.SETTLED_BYTES_OFFSET);
    }

    /** The reader stops reading; the entry stays with it until its last lease ended. */
    void close(Consumer consumer) {
        if (owner(consumer.index()) == token) {
            state.putLongVolatile(
                    SubscriptionDescriptor.consumer(consumer.index()) + ConsumerDescriptor.MODE_OFFSET, CLOSED);
        }
    }

    /** See {@link Consumer#mayRead}. */
    boolean mayRead(int index, boolean asSole) {
        long sole = sole();
        if (sole == index + 1) {
            return true;
        }
        if (sole != 0 || !asSole) {
            return sole == 0;
        }
        return state.compareAndSetLong(SubscriptionDescriptor.SOLE_OFFSET, 0, index + 1L);
    }

    boolean standsBy(int index) {
        long sole = sole();
        return sole != 0 && sole != index + 1;
    }

    private long sole() {
        return state.getLongVolatile(SubscriptionDescriptor.SOLE_OFFSET);
    }

    private void endSole(int index) {
        state.compareAndSetLong(SubscriptionDescriptor.SOLE_OFFSET, index + 1L, 0);
    }

    /** Whether the entry still is this member's; if the member was reaped, it may be anybody's. */
    boolean isOwn(int index) {
        return owner(index) == token;
    }

    /** Of a consumer of this member. */
    void vacate(int index) {
        if (isOwn(index)) {
            endSole(index);
            state.putLongVolatile(SubscriptionDescriptor.consumer(index) + ConsumerDescriptor.OWNER_OFFSET, 0);
        }
    }

    void vacateDead(int index) {
        int entry = SubscriptionDescriptor.consumer(index);
        endSole(index);
        state.putLongVolatile(entry + ConsumerDescriptor.LEASES_OFFSET, 0);
        state.putLongVolatile(entry + ConsumerDescriptor.MODE_OFFSET, CLOSED);
        state.putLongVolatile(entry + ConsumerDescriptor.OWNER_OFFSET, 0);
    }

    /** Entries that ever were in use. */
    public int used() {
        return (int) state.getLongVolatile(SubscriptionDescriptor.CONSUMERS_USED_OFFSET);
    }

    /** Token of the member whose consumer has this entry; 0 if nobody's. */
    public long owner(int index) {
        return state.getLongVolatile(SubscriptionDescriptor.consumer(index) + ConsumerDescriptor.OWNER_OFFSET);
    }

    UnsafeBuffer entry(int index) {
        return new UnsafeBuffer(state, SubscriptionDescriptor.consumer(index), ConsumerDescriptor.LENGTH);
    }

    private long mode(int index) {
        return state.getLongVolatile(SubscriptionDescriptor.consumer(index) + ConsumerDescriptor.MODE_OFFSET);
    }

    private boolean hasExclusive() {
        for (int index = 0; index < used(); index++) {
            if (owner(index) != 0 && mode(index) == EXCLUSIVE) {
                return true;
            }
        }
        return false;
    }

    private long sum(int field) {
        long sum = 0;
        for (int index = 0; index < used(); index++) {
            sum += state.getLongVolatile(SubscriptionDescriptor.consumer(index) + field);
        }
        return sum;
    }

    private int vacant() {
        int used = used();
        for (int index = 0; index < used; index++) {
            if (owner(index) == 0) {
                return index;
            }
        }
        if (used == SubscriptionDescriptor.CONSUMERS) {
            throw new StoreFault(
                    StoreFault.Kind.LIMIT,
                    "too many consumers: subscription=" + file.path().getParent() + ", accepted="
                            + SubscriptionDescriptor.CONSUMERS);
        }
        int reserved = (int) state.getLong(SubscriptionDescriptor.CONSUMERS_RESERVED_OFFSET);
        if (used == reserved) {
            int more = Math.min(reserved * 2, SubscriptionDescriptor.CONSUMERS);
            Zeros.write(file.path(), SubscriptionDescriptor.consumer(reserved), SubscriptionDescriptor.consumer(more));
            state.putLong(SubscriptionDescriptor.CONSUMERS_RESERVED_OFFSET, more);
        }
        state.putLongVolatile(SubscriptionDescriptor.CONSUMERS_USED_OFFSET, used + 1L);
        return used;
    }
}
