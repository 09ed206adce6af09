package io.foliomq.jms.session;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The receives of a session's consumers, as opposed to its listeners. Under the session's lock, but while one waits for messages. */
final class Reception {
    private final SessionScope session;
    private final ReentrantLock lock;
    private final Condition changed;

    Reception(SessionScope session, ReentrantLock lock, Condition changed) {
        this.session = session;
        this.lock = lock;
        this.changed = changed;
    }

    /** What is there now. */
    @Nullable
    Object receiveNow(Intake intake, @Nullable Class<?> bodyType) throws JMSException {
        lock.lock();
        try {
            if (session.hasListeners()) {
                throw new IllegalStateException(
                        "receive in a session that has a message listener: accepted=one or the other", "LISTENER");
            }
            return take(intake, bodyType);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Object take(Intake intake, @Nullable Class<?> bodyType) throws JMSException {
        if (!mayReceive(intake) || !session.connection().isStarted()) {
            return null;
        }
        Lease lease = intake.next();
        return lease == null ? null : intake.accept(lease, bodyType);
    }

    void begin(Intake intake) {
        lock.lock();
        try {
            intake.countReceiving(1);
        } finally {
            lock.unlock();
        }
    }

    void end(Intake intake) {
        lock.lock();
        try {
            ended(intake);
        } finally {
            lock.unlock();
        }
    }

    private void ended(Intake intake) {
        intake.countReceiving(-1);
        changed.signalAll();
    }

    boolean mayReceive(Intake intake) {
        return session.isOpen() && intake.isOpen();
    }

    /** One attempt; while the connection is stopped, waits for it to start or for the timer. With a message, the receive has {@link #end ended}. */
    @Nullable
    Object receiveAndEnd(Intake intake, ReceiveTimer timer, @Nullable Class<?> bodyType) throws JMSException {
        lock.lock();
        try {
            while (mayReceive(intake) && !session.connection().isStarted() && !timer.isOver()) {
                awaitChange(timer.remainingNanos());
            }
            Object taken = take(intake, bodyType);
            if (taken != null) {
                ended(intake);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, under the lock; the caller looks at what changed and at its timer. */
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange(long nanos) throws JMSException {
        try {
            if (nanos == Long.MAX_VALUE) {
                changed.await();
            } else {
                changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsExceptions.caused(new JMSException("receive was interrupted", "INTERRUPTED"), e);
        }
    }
}
