package io.foliomq.jms.session;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection consumer: when there is a message, it asks the application's pool for a server session, loads up to so many messages into
 * that session, and lets the application run it. A thread of its own does that; what becomes of the messages is the sessions' affair, so all
 * of them and this thread share the tailer, under the connection's guard. A session's lock is taken before the guard, never within.
 */
public final class ConnectionIntake implements Children.Closing {
    /** After a pool failed, before it is asked again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ConnectionScope connection;
    private final FolioDestination destination;
    private final Tailer tailer;
    private final Waiter waiter;
    private final ServerSessions pool;
    private final int maxMessages;
    private final ReentrantLock guard;
    private final Condition changed;
    private final Thread thread;
    private boolean open = true;
    private boolean inPool;
    // The lease of the message that waits for a server session; 0 if none does.
    private long held;

    ConnectionIntake(
            ConnectionScope connection,
            FolioDestination destination,
            Tailer tailer,
            Waiter waiter,
            ServerSessions pool,
            int maxMessages) {
        this.connection = connection;
        this.destination = destination;
        this.tailer = tailer;
        this.waiter = waiter;
        this.pool = pool;
        this.maxMessages = maxMessages;
        this.guard = connection.sharedTailers();
        this.changed = guard.newCondition();
        this.thread = DaemonThreads.named("folio-connection-consumer").newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** The connection was started, or the consumer closed. */
    void wakeUp() {
        guard.lock();
        try {
            changed.signalAll();
        } finally {
            guard.unlock();
        }
        waiter.wakeUp();
    }

    private void run() {
        try {
            while (awaitStarted()) {
                Delivery first = poll();
                if (first == null) {
                    waiter.await(Long.MAX_VALUE);
                } else {
                    serve(first);
                }
            }
        } catch (EngineException e) {
            connection.report(JmsExceptions.of(e));
            close();
        }
    }

    private boolean awaitStarted() {
        guard.lock();
        try {
            while (open && !connection.isStarted()) {
                changed.awaitUninterruptibly();
            }
            return open;
        } finally {
            guard.unlock();
        }
    }

    private @Nullable Delivery poll() {
        guard.lock();
        try {
            Delivery first = open ? tailer.poll() : null;
            held = first == null ? 0 : first.lease();
            return first;
        } finally {
            guard.unlock();
        }
    }

    /** Whatever fails here leaves its messages to whoever comes next. */
    private void serve(Delivery first) {
        try {
            ServerSessions.Served served = askPool();
            served.session().load(this, first);
            start(served);
        } catch (JMSException | RuntimeException e) {
            giveBackHeld();
            if (isOpen()) {
                connection.report(JmsExceptions.caused(
                        new JMSException("server session failed: destination=" + destination + ", cause=" + e, "POOL"),
                        e));
                pause();
            }
        }
    }

    /** The only call that is ever interrupted: it is the application's, and may last. */
    private ServerSessions.Served askPool() throws JMSException {
        markInPool(true);
        try {
            return pool.next();
        } finally {
            markInPool(false);
        }
    }

    @SuppressWarnings("ResultOfMethodCallIgnored")
    private void markInPool(boolean entered) {
        guard.lock();
        try {
            inPool = entered;
            if (!entered) {
                Thread.interrupted();
            }
        } finally {
            guard.unlock();
        }
    }

    /** Also without messages: it is how a server session gets back into its pool. */
    private static void start(ServerSessions.Served served) throws JMSException {
        try {
            served.start().start();
        } catch (JMSException | RuntimeException e) {
            served.session().unload();
            throw e;
        }
    }

    /**
     * Loads what is there into a session: at least this message, at most as many as are wanted; nothing if this is closed. Caller holds the
     * session's lock.
     */
    void load(SessionScope session, SessionLoad load, Delivery first) throws JMSException {
        load.requireReady();
        guard.lock();
        try {
            if (held == 0) {
                return;
            }
            held = 0;
            Intake intake = load.intakeOf(this, () -> session.sharedIntake(destination, tailer, waiter, guard));
            Delivery next = first;
            for (int count = 1; next != null; count++) {
                Lease lease = intake.lease(next);
                if (lease != null) {
                    load.add(lease);
                }
                next = count < maxMessages ? pollFurther() : null;
            }
        } finally {
            guard.unlock();
        }
    }

    /** What fails here fails again where it is reported. */
    private @Nullable Delivery pollFurther() {
        try {
            return open ? tailer.poll() : null;
        } catch (EngineException e) {
            return null;
        }
    }

    private boolean isOpen() {
        guard.lock();
        try {
            return open;
        } finally {
            guard.unlock();
        }
    }

    private void giveBackHeld() {
        guard.lock();
        try {
            if (held != 0) {
                tailer.release(held, false, 0);
            }
        } catch (EngineException e) {
            // It goes back with this process at the latest.
            connection.report(JmsExceptions.of(e));
        } finally {
            held = 0;
            guard.unlock();
        }
    }

    private void pause() {
        long end = connection.nanoClock().nanoTime() + PAUSE_NANOS;
        guard.lock();
        try {
            for (long left = PAUSE_NANOS;
                    open && left > 0;
                    left = end - connection.nanoClock().nanoTime()) {
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it here; and if, it was paused long enough.
            connection.report(JmsExceptions.caused(new JMSException("connection consumer was interrupted"), e));
        } finally {
            guard.unlock();
        }
    }

    /** @throws IllegalStateException once closed. */
    public void requireNotClosed() throws IllegalStateException {
        connection.requireNotClosed();
        if (!isOpen()) {
            throw new IllegalStateException("connection consumer is closed", "CLOSED");
        }
    }

    /** Takes no more messages. Those that were loaded stay with their sessions. Closing twice is no error. */
    @Override
    public void close() {
        guard.lock();
        try {
            if (!open) {
                return;
            }
            open = false;
            if (inPool) {
                thread.interrupt();
            }
            giveBackHeld();
            tailer.close();
        } catch (EngineException e) {
            connection.report(JmsExceptions.of(e));
        } finally {
            guard.unlock();
        }
        connection.remove(this);
        wakeUp();
    }
}
