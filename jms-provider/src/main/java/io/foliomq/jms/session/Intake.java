package io.foliomq.jms.session;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.FolioPlainMessage;
import io.foliomq.jms.message.FolioStreamMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One consumer: polls its tailer, decodes, and leaves to the session's {@link Acknowledger} when leases end. A message is leased when it is
 * delivered and not before, so a consumer that closes holds nothing that others could have.
 */
public final class Intake implements Children.Closing {
    private static final long SHARED_GUARDS = 1L << 62;

    private final SessionScope session;
    private final int number;
    private final FolioDestination destination;
    private final Tailer tailer;
    private final RedeliveryPolicy policy;
    private final boolean buries;
    private final EnvelopeFields envelope;
    private final Lease reusedLease = new Lease(this);
    private final Lifecycle lifecycle = new Lifecycle("consumer");
    private final ReentrantLock guard;
    // Then several messages wait for the session to run.
    private final boolean isShared;
    private volatile @Nullable MessageListener listener;
    private volatile Waiter waiter;
    private int receiving;
    private boolean broken;

    /** @param guard held by whoever uses the tailer: the session's lock, unless sessions share the tailer. */
    Intake(
            SessionScope session,
            int number,
            FolioDestination destination,
            Tailer tailer,
            Waiter waiter,
            ReentrantLock guard) {
        this.session = session;
        this.number = number;
        this.destination = destination;
        this.tailer = tailer;
        this.waiter = waiter;
        this.guard = guard;
        this.isShared = guard == session.connection().sharedTailers();
        ConnectionScope connection = session.connection();
        this.envelope = connection.newEnvelope();
        this.policy = connection.settings().redelivery().policyOf(destination.name());
        this.buries = connection.deadLetters().takesFrom(destination);
    }

    /** Tells it from the others of its session. */
    int number() {
        return number;
    }

    Tailer tailer() {
        return tailer;
    }

    /** Held by whoever uses the tailer. Taken within the session's lock, if it is another. */
    ReentrantLock guard() {
        return guard;
    }

    /** Several guards are taken from low to high: those of sessions first. */
    long guardOrder() {
        return session.isGuardedBy(guard)
                ? session.number()
                : SHARED_GUARDS + session.connection().number();
    }

    /** Ends the wait of a receive, so that it looks again. */
    void wakeUp() {
        waiter.wakeUp();
    }

    /** @throws IllegalStateException once the consumer is closed. */
    public void requireNotClosed() throws IllegalStateException {
        lifecycle.requireNotClosed();
        session.requireNotClosed();
    }

    public @Nullable MessageListener listener() {
        return listener;
    }

    /** Messages go to this listener from now on; null = to whoever receives. */
    public void listener(@Nullable MessageListener newListener) throws JMSException {
        requireNotClosed();
        session.setListener(this, newListener);
    }

    /** Caller holds the session's lock. */
    void assignListener(@Nullable MessageListener newListener, Waiter newWaiter) {
        listener = newListener;
        waiter = newWaiter;
        tailer.waitOn(newWaiter);
    }

    /**
     * The next message.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} = without end; 0 or less = only what is there
     * @return null if there is none in time, or the consumer is closed meanwhile.
     */
    public @Nullable FolioMessage receive(long timeoutNanos) throws JMSException {
        return (FolioMessage) take(timeoutNanos, null);
    }

    /** As {@link #receive}, its body; in the modes that acknowledge by themselves, a body of another type leaves the message undelivered. */
    public <T> @Nullable T receiveBody(Class<T> type, long timeoutNanos) throws JMSException {
        return type.cast(take(timeoutNanos, type));
    }

    private @Nullable Object take(long timeoutNanos, @Nullable Class<?> bodyType) throws JMSException {
        requireNotClosed();
        try {
            Object taken = session.reception().receiveNow(this, bodyType);
            return taken != null || timeoutNanos <= 0 ? taken : await(timeoutNanos, bodyType);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    private @Nullable Object await(long timeoutNanos, @Nullable Class<?> bodyType) throws JMSException {
        ReceiveTimer timer = new ReceiveTimer(session.connection().nanoClock(), timeoutNanos);
        Reception reception = session.reception();
        reception.begin(this);
        Object taken = null;
        try {
            while (true) {
                taken = reception.receiveAndEnd(this, timer, bodyType);
                if (taken != null || timer.isOver() || !reception.mayReceive(this)) {
                    return taken;
                }
                requireNotInterrupted();
                waiter.await(timer.remainingNanos());
            }
        } finally {
            if (taken == null) {
                reception.end(this);
            }
        }
    }

    private static void requireNotInterrupted() throws JMSException {
        if (Thread.currentThread().isInterrupted()) {
            throw JmsExceptions.caused(
                    new JMSException("receive was interrupted", "INTERRUPTED"), new InterruptedException());
        }
    }

    /** What a receive returns for a lease. Caller holds the session's lock. */
    Object accept(Lease lease, @Nullable Class<?> bodyType) throws JMSException {
        FolioMessage message = lease.takeMessage();
        if (bodyType == null) {
            session.acknowledger().received(lease);
            return message;
        }
        Object body;
        try {
            body = bodyOf(message, bodyType);
        } catch (JMSException e) {
            session.acknowledger().bodyRefused(lease);
            throw e;
        }
        session.acknowledger().received(lease);
        return body;
    }

    private static Object bodyOf(FolioMessage message, Class<?> type) throws JMSException {
        boolean hasNoType = message instanceof FolioStreamMessage || message instanceof FolioPlainMessage;
        Object body = hasNoType ? null : message.getBody(type);
        if (body == null) {
            throw new MessageFormatException(
                    "message without a body of that type: kind=" + message.kind() + ", wanted=" + type.getName());
        }
        return body;
    }

    /** Leases and decodes the next message, if there is one now. Caller holds the session's lock. */
    @Nullable
    Lease next() {
        while (!broken) {
            Delivery delivery = tailer.poll();
            if (delivery == null) {
                return null;
            }
            Lease lease = lease(delivery);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    /** Decodes what the tailer has leased; null if it was moved out of the way. Caller holds the session's lock and the guard. */
    @Nullable
    Lease lease(Delivery delivery) {
        int count = delivery.deliveryCount();
        RecordView record = delivery.record();
        boolean isLast = buries && policy.isLast(count);
        RecordCopy original =
                isLast ? new RecordCopy(record, session.connection().newEnvelope()) : null;
        if (original != null && policy.isBeyond(count)) {
            bury(delivery.lease(), original, count - 1, new Recovery());
            return null;
        }
        try {
            FolioMessage message = session.connection()
                    .codec()
                    .decode(
                            Envelopes.read(record, envelope),
                            record.buffer(),
                            record.payloadOffset(),
                            record.payloadLength());
            message.assignDelivered(destination, count, session.acknowledger().callbackFor(this, delivery.lease()));
            if (delivery.isFirstOfGroup()) {
                message.assignFirstOfGroup();
            }
            return leaseObject().on(delivery.lease(), count, message, original);
        } catch (JMSException e) {
            session.connection().deadLetters().buryUnread(tailer, delivery.lease(), destination, record);
            session.connection().report(e);
            return null;
        }
    }

    private Lease leaseObject() {
        return session.acknowledger().holdsNone() && !isShared ? reusedLease : new Lease(this);
    }

    /** Caller holds the session's lock. */
    void redeliver(long lease, int deliveryCount) {
        long delay = policy.delayAfter(deliveryCount);
        tailer.release(
                lease, true, delay <= 0 ? 0 : session.connection().clock().time() + delay);
    }

    /** Caller holds the session's lock. */
    void bury(long lease, RecordCopy original, int attempts, Throwable cause) {
        session.connection().deadLetters().bury(tailer, lease, destination, original, attempts, cause);
    }

    void report(JMSException failure) {
        session.connection().report(failure);
    }

    /** A failure that ends this consumer: it polls no more, and nobody waits for it. Caller holds the session's lock. */
    void breakDown() {
        broken = true;
        tailer.close();
    }

    boolean isOpen() {
        return lifecycle.isOpen();
    }

    /** Caller holds the session's lock. */
    boolean isReceiving() {
        return receiving > 0;
    }

    /** Caller holds the session's lock. */
    void countReceiving(int change) {
        receiving += change;
    }

    /** Ends a receive that waits (it returns null), lets a listener finish, and then closes. Leases stay as they are. */
    @Override
    public void close() throws JMSException {
        if (!lifecycle.beginClose()) {
            return;
        }
        try {
            session.quiesce(this);
        } catch (IllegalStateException e) {
            lifecycle.abandonClose();
            throw e;
        }
        try {
            session.detach(this);
        } finally {
            lifecycle.closed();
        }
    }
}
