package io.foliomq.jms.session;

import io.foliomq.engine.BranchId;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What sessions of this process sent and received in one branch of a global transaction, until it is prepared, committed or rolled back. It may outlive its sessions and their connections. Thread-safe: its
 * lock is taken within those of sessions and pipelines, never around them.
 */
final class Branch {
    /** What has become of it. */
    enum State {
        LIVE,
        /** Rolled back, because somebody said that it failed. */
        FAILED,
        /** Rolled back, because it took too long. */
        TIMED_OUT,
        /** Prepared, committed, or rolled back as the transaction manager wanted. */
        OVER
    }

    private final BranchId id;
    private final Store store;
    private final Transaction transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Lease> held = new ArrayList<>();
    private State state = State.LIVE;
    // Those that work in it or have suspended that.
    private int sessions;
    private @Nullable Future<?> timeout;

    /** @param store closed when the branch ends */
    Branch(BranchId id, Store store, Transaction transaction) {
        this.id = id;
        this.store = store;
        this.transaction = transaction;
    }

    BranchId id() {
        return id;
    }

    State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** To be cancelled when the branch ends. */
    void timeout(Future<?> task) {
        lock.lock();
        try {
            timeout = task;
            if (state != State.LIVE) {
                task.cancel(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends; what is sent in a branch that was rolled back goes with it. */
    void append(SendTarget target, Record record) {
        lock.lock();
        try {
            if (state == State.LIVE) {
                transaction.append(target.destination(), record);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Receives; what is received in a branch that was rolled back is given back when the session leaves it. */
    void add(Lease lease) {
        lock.lock();
        try {
            held.add(lease);
        } finally {
            lock.unlock();
        }
    }

    /** A session begins to work in it; one that goes on with what it suspended never left. */
    void enter() {
        lock.lock();
        try {
            sessions++;
        } finally {
            lock.unlock();
        }
    }

    /** A session has done its work in it. */
    void leave() {
        lock.lock();
        try {
            sessions--;
        } finally {
            lock.unlock();
        }
        if (state() != State.LIVE) {
            giveBack(new Recovery());
        }
    }

    /** Whether a session works in it or has suspended that. */
    boolean isInUse() {
        lock.lock();
        try {
            return sessions > 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return transaction.isEmpty() && held.stream().allMatch(Lease::isGone);
        } finally {
            lock.unlock();
        }
    }

    /** In one phase. {@code false} if it is not live any more; what the engine throws leaves it as it was. */
    boolean commit() {
        return end(transaction::commit);
    }

    /** As {@link #commit}: makes it the engine's. */
    boolean prepare() {
        return end(() -> transaction.prepare(id));
    }

    private boolean end(Runnable ending) {
        List<ReentrantLock> guards = guards();
        guards.forEach(ReentrantLock::lock);
        try {
            lock.lock();
            try {
                if (state != State.LIVE) {
                    return false;
                }
                for (Lease lease : held) {
                    if (!lease.isGone()) {
                        transaction.acknowledge(lease.intake().tailer(), lease.id());
                    }
                }
                ending.run();
                held.clear();
                over(State.OVER);
                return true;
            } finally {
                lock.unlock();
            }
        } finally {
            guards.forEach(ReentrantLock::unlock);
        }
    }

    /** Of all tailers that have a lease here, in the order in which everybody takes them. */
    private List<ReentrantLock> guards() {
        TreeMap<Long, ReentrantLock> guards = new TreeMap<>();
        lock.lock();
        try {
            for (Lease lease : held) {
                guards.put(lease.intake().guardOrder(), lease.intake().guard());
            }
        } finally {
            lock.unlock();
        }
        return List.copyOf(guards.values());
    }

    /** Discards what was sent and gives back what was received; a second call has no effect. */
    void rollback(State reason, Exception cause) {
        lock.lock();
        try {
            if (state != State.LIVE) {
                return;
            }
            state = reason;
            transaction.rollback();
        } finally {
            lock.unlock();
        }
        giveBack(cause);
        lock.lock();
        try {
            over(reason);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Exception cause) {
        List<Lease> leases;
        lock.lock();
        try {
            leases = List.copyOf(held);
            held.clear();
        } finally {
            lock.unlock();
        }
        leases.forEach(lease -> lease.fail(cause));
    }

    private void over(State reason) {
        state = reason;
        Future<?> task = timeout;
        if (task != null) {
            task.cancel(false);
        }
        try {
            store.close();
        } catch (EngineException e) {
            // The process detached; the branch is over all the same.
            return;
        }
    }
}
