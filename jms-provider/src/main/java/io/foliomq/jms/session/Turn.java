package io.foliomq.jms.session;

import jakarta.jms.IllegalStateException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of the application that one thread runs one after the other: whether one is due or running, and for whom. Whoever closes or
 * stops something waits here until they have returned.
 *
 * <p>Two callbacks that wait for each other would wait for ever: a wait that would close such a circle is refused.
 */
final class Turn {
    private static final ThreadLocal<@Nullable Turn> CURRENT = new ThreadLocal<>();
    private static final Object CIRCLES = new Object();

    private final ReentrantLock lock;
    private final Condition changed;
    private int due;
    private @Nullable Object current;
    private @Nullable Turn waitingFor;

    /** @param changed of that lock; signalled when a callback has returned. */
    Turn(ReentrantLock lock, Condition changed) {
        this.lock = lock;
        this.changed = changed;
    }

    /** The calling thread runs these callbacks, from now on and no others. */
    void bind() {
        CURRENT.set(this);
    }

    /** The calling thread runs these callbacks until it {@link #leave leaves}; returns what it ran before. */
    @Nullable
    Turn enter() {
        Turn before = CURRENT.get();
        CURRENT.set(this);
        return before;
    }

    /** The calling thread goes on with what it ran before. */
    void leave(@Nullable Turn before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** Whether the calling thread runs these callbacks. */
    boolean isMine() {
        return CURRENT.get() == this;
    }

    /** One more callback will run. Caller holds the lock. */
    void due() {
        due++;
    }

    /** A callback begins, on behalf of this. Caller holds the lock. */
    void begin(Object owner) {
        current = owner;
    }

    /** It has returned. Caller holds the lock. */
    void end() {
        current = null;
        due--;
        changed.signalAll();
    }

    /** On whose behalf a callback runs. Caller holds the lock. */
    @Nullable
    Object current() {
        return current;
    }

    /**
     * Waits until no callback is due or running; returns at once on the thread that runs them.
     *
     * @throws IllegalStateException if a callback here waits, itself or through others, for the caller to return.
     */
    void awaitIdle() throws IllegalStateException {
        awaitIdle(null);
    }

    /** As {@link #awaitIdle()}, but for callbacks on behalf of this owner only. */
    void awaitIdle(@Nullable Object owner) throws IllegalStateException {
        if (isMine()) {
            return;
        }
        lock.lock();
        try {
            if (idle(owner)) {
                return;
            }
            Turn mine = CURRENT.get();
            enterCircle(mine);
            try {
                while (!idle(owner)) {
                    changed.awaitUninterruptibly();
                }
            } finally {
                leaveCircle(mine);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean idle(@Nullable Object owner) {
        return owner == null ? due == 0 : current != owner;
    }

    private void enterCircle(@Nullable Turn mine) throws IllegalStateException {
        if (mine == null) {
            return;
        }
        synchronized (CIRCLES) {
            for (Turn turn = this; turn != null; turn = turn.waitingFor) {
                if (turn == mine) {
                    throw new IllegalStateException("callbacks would wait for each other to return", "DEADLOCK");
                }
            }
            mine.waitingFor = this;
        }
    }

    private static void leaveCircle(@Nullable Turn mine) {
        if (mine != null) {
            synchronized (CIRCLES) {
                mine.waitingFor = null;
            }
        }
    }
}
