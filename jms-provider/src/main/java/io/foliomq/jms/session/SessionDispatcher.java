package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.message.FolioMessage;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls the message listeners of one session, one at a time and taking turns over its consumers, on one thread that the first listener
 * starts and the end of the session ends.
 */
final class SessionDispatcher {
    private static final System.Logger LOG = System.getLogger("io.foliomq.jms");

    private final SessionScope session;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Waiter waiter;
    private final Turn turn;
    private @Nullable Thread thread;
    private int listeners;
    private volatile boolean stopped;

    /** @param waiter which the tailers of all consumers that have listeners share. */
    SessionDispatcher(SessionScope session, ReentrantLock lock, Condition changed, Waiter waiter) {
        this.session = session;
        this.lock = lock;
        this.changed = changed;
        this.waiter = waiter;
        this.turn = new Turn(lock, changed);
    }

    /** When listeners run. */
    Turn turn() {
        return turn;
    }

    /** Whether any consumer has a listener. Caller holds the lock. */
    boolean hasListeners() {
        return listeners > 0;
    }

    /** Its messages go to the listener from now on; null = to whoever receives. Caller holds the lock. */
    void setListener(Intake intake, @Nullable MessageListener listener) {
        listeners += (listener == null ? 0 : 1) - (intake.listener() == null ? 0 : 1);
        intake.assignListener(listener, listener == null ? session.connection().newWaiter() : waiter);
        if (listener != null && thread == null) {
            thread = DaemonThreads.named("folio-session").newThread(this::run);
            thread.start();
        }
        changed.signalAll();
        waiter.wakeUp();
    }

    /** The consumer closes. Caller holds the lock. */
    void remove(Intake intake) {
        if (intake.listener() != null) {
            listeners--;
        }
    }

    void wakeUp() {
        waiter.wakeUp();
    }

    void stop() {
        stopped = true;
        session.wakeUp();
    }

    private void run() {
        turn.bind();
        while (!stopped) {
            if (!dispatchRound()) {
                await();
            }
        }
    }

    private void await() {
        lock.lock();
        try {
            while (!stopped && !(session.delivers() && hasListeners())) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (!stopped) {
            waiter.await(Long.MAX_VALUE);
        }
    }

    /** One message for each consumer that has one. */
    private boolean dispatchRound() {
        boolean any = false;
        for (Intake intake : session.intakes()) {
            any |= dispatch(intake);
        }
        return any;
    }

    private boolean dispatch(Intake intake) {
        MessageListener listener;
        Lease lease;
        FolioMessage message;
        lock.lock();
        try {
            listener = intake.listener();
            lease = listener == null || !intake.isOpen() || !session.delivers() ? null : next(intake);
            if (listener == null || lease == null) {
                return false;
            }
            message = lease.takeMessage();
            session.acknowledger().dispatching(lease);
            turn.due();
            turn.begin(intake);
        } finally {
            lock.unlock();
        }
        boolean unused = call(listener, message, lease);
        return true;
    }

    /** A consumer whose destination is gone, or that cannot be read, is out; the connection's exception listener hears of it. */
    private @Nullable Lease next(Intake intake) {
        try {
            return intake.next();
        } catch (EngineException e) {
            intake.breakDown();
            intake.report(JmsExceptions.of(e));
            return null;
        }
    }

    /** Calls a listener whose turn it is; says whether it returned normally. */
    boolean call(MessageListener listener, FolioMessage message, Lease lease) {
        Throwable failure = null;
        try {
            listener.onMessage(message);
        } catch (Throwable e) {
            failure = e;
            LOG.log(System.Logger.Level.WARNING, "message listener failed", e);
        }
        lock.lock();
        try {
            if (failure == null) {
                session.acknowledger().dispatched(lease);
            } else {
                session.acknowledger().failed(lease, failure);
            }
        } catch (EngineException e) {
            lease.intake().report(JmsExceptions.of(e));
        } finally {
            turn.end();
            lock.unlock();
        }
        return failure == null;
    }
}
