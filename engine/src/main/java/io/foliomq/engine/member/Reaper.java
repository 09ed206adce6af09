package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreFault;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reaps dead members: takes the slot's lock, has the listener clean up, rings everybody, vacates the slot. Of all processes exactly one holds that lock;
 * if it dies before the slot is vacant, the next one begins again. Reaping that the watch asks for runs on a thread of its own, made when it is needed, so
 * that waking never waits for cleaning up.
 */
final class Reaper {
    private final int ownSlot;
    private final Roster roster;
    private final DeathListener onDeath;
    private final Runnable everybodyLook;
    private final ErrorHandler onError;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Set<Long> requested = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor executor;
    private volatile boolean armed;
    private volatile boolean closed;

    Reaper(int ownSlot, Roster roster, DeathListener onDeath, Runnable everybodyLook, ErrorHandler onError) {
        this.ownSlot = ownSlot;
        this.roster = roster;
        this.onDeath = onDeath;
        this.everybodyLook = everybodyLook;
        this.onError = onError;
        this.executor = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "foliomq-reaper-" + ownSlot);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reaps all that are dead, on this thread, and from now on reaps whatever the watch finds. */
    void reapDead() {
        armed = true;
        roster.extend();
        for (int slot = 0; slot < roster.slots(); slot++) {
            reap(slot);
        }
    }

    /** Asks for a member to be reaped soon. Does nothing before the first {@link #reapDead()}, which will find it. */
    void request(long token) {
        if (!armed || closed || !requested.add(token)) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    reap(MemberDescriptor.slotOf(token));
                } finally {
                    requested.remove(token);
                }
            });
        } catch (RejectedExecutionException e) {
            requested.remove(token);
        }
    }

    private void reap(int slot) {
        long token = roster.tokenAt(slot);
        if (slot == ownSlot || token == MemberDescriptor.VACANT_TOKEN || roster.isAlive(token)) {
            return;
        }
        MemberFile file = roster.file(slot);
        oneAtATime.lock();
        try {
            if (file != null && !closed) {
                reap(file, token);
            }
        } catch (Throwable t) {
            // The slot stays as it is: the next sweep, here or elsewhere, begins again.
            onError.onError(t);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void reap(MemberFile file, long token) {
        SlotLock lock = roster.locks().tryTake(file);
        if (lock == null) {
            return;
        }
        try (lock) {
            if (file.token() != token) {
                return;
            }
            file.markDead();
            onDeath.died(token);
            // The dead member may have taken sleepers off a list without ringing them: everybody looks, before the
            // death is forgotten.
            everybodyLook.run();
            file.vacate();
        }
    }

    /**
     * For a member that is about to attach and finds no vacant slot: reaps the owner of a slot and keeps the lock.
     *
     * @return the lock of the slot, now vacant, or {@code null} if its owner lives or somebody else reaps it
     */
    static @Nullable SlotLock takeOver(MemberFile file, SlotLocks locks, DeathListener onDeath) {
        SlotLock lock = locks.tryTake(file);
        if (lock == null) {
            return null;
        }
        try {
            long token = file.token();
            if (token != MemberDescriptor.VACANT_TOKEN) {
                file.markDead();
                onDeath.died(token);
                file.vacate();
            }
            return lock;
        } catch (Throwable t) {
            lock.close();
            throw t;
        }
    }

    /** Waits for a reaping that is under way, and allows no other. May be called again. */
    void close() {
        if (oneAtATime.isHeldByCurrentThread()) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL, "cannot close a member while it reaps another: slot=" + ownSlot);
        }
        oneAtATime.lock();
        try {
            closed = true;
            executor.shutdown();
        } finally {
            oneAtATime.unlock();
        }
    }
}
