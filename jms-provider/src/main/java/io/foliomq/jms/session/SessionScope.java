package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Waiter;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.SubscriptionSpec;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session: its consumers, its leases and its sends. The lock guards tailers, leases and what a listener is doing; it is held for the
 * bookkeeping of a delivery, never while a listener runs or a receive waits.
 */
public final class SessionScope implements Children.Closing {
    private final ConnectionScope connection;
    private final AcknowledgeMode mode;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lifecycle lifecycle = new Lifecycle("session");
    private final List<Intake> intakes = new CopyOnWriteArrayList<>();
    private final Children<BrowserCursor> cursors = new Children<>("session");
    private final Acknowledger acknowledger;
    private final SendPipeline pipeline;
    private final AsyncSends asyncSends = new AsyncSends();
    private final SessionDispatcher dispatcher;
    private final IntakeOpening opening = new IntakeOpening(this);
    private int intakeCounter;

    SessionScope(ConnectionScope connection, AcknowledgeMode mode) {
        this.connection = connection;
        this.mode = mode;
        Outlet outlet = Outlet.DIRECT;
        if (mode == AcknowledgeMode.TRANSACTED) {
            LocalTransaction transaction = new LocalTransaction(this, connection.newTransaction());
            outlet = transaction;
            acknowledger = transaction;
        } else {
            acknowledger = Acknowledger.of(mode, this);
        }
        this.pipeline = new SendPipeline(connection, outlet);
        this.dispatcher = new SessionDispatcher(this, lock, changed, connection.newWaiter());
    }

    public ConnectionScope connection() {
        return connection;
    }

    public AcknowledgeMode mode() {
        return mode;
    }

    Acknowledger acknowledger() {
        return acknowledger;
    }

    SendPipeline pipeline() {
        return pipeline;
    }

    List<Intake> intakes() {
        return intakes;
    }

    /** @throws IllegalStateException once the session is closed. */
    public void requireNotClosed() throws IllegalStateException {
        lifecycle.requireNotClosed();
    }

    /** Whether messages may be delivered now. */
    boolean delivers() {
        return lifecycle.isOpen() && connection.isStarted();
    }

    /** A consumer of a queue. */
    public Intake openQueue(FolioDestination queue, @Nullable String selector) throws JMSException {
        return opening.openQueue(queue, selector);
    }

    /** A consumer of a topic. */
    public Intake openTopic(SubscriptionSpec spec) throws JMSException {
        return opening.openTopic(spec);
    }

    /** A consumer that reads from this tailer; closes the tailer if the session closes meanwhile. */
    Intake add(FolioDestination destination, Tailer tailer, Waiter waiter) throws IllegalStateException {
        lock.lock();
        try {
            if (!lifecycle.isOpen()) {
                tailer.close();
                throw new IllegalStateException("session is closed", "CLOSED");
            }
            Intake intake = new Intake(this, ++intakeCounter, destination, tailer, waiter);
            intakes.add(intake);
            return intake;
        } finally {
            lock.unlock();
        }
    }

    void setListener(Intake intake, @Nullable MessageListener listener) {
        lock.lock();
        try {
            dispatcher.setListener(intake, listener);
        } finally {
            lock.unlock();
        }
    }

    /** What is there now. */
    @Nullable
    Object receiveNow(Intake intake, @Nullable Class<?> bodyType) throws JMSException {
        lock.lock();
        try {
            if (dispatcher.hasListeners()) {
                throw new IllegalStateException(
                        "receive in a session that has a message listener: accepted=one or the other", "LISTENER");
            }
            return take(intake, bodyType);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Object take(Intake intake, @Nullable Class<?> bodyType) throws JMSException {
        if (!mayReceive(intake) || !connection.isStarted()) {
            return null;
        }
        Lease lease = intake.next();
        return lease == null ? null : intake.accept(lease, bodyType);
    }

    void beginReceive(Intake intake) {
        lock.lock();
        try {
            intake.countReceiving(1);
        } finally {
            lock.unlock();
        }
    }

    void endReceive(Intake intake) {
        lock.lock();
        try {
            intake.countReceiving(-1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean mayReceive(Intake intake) {
        return lifecycle.isOpen() && intake.isOpen();
    }

    /** One attempt; while the connection is stopped, waits for it to start or for the timer. */
    @Nullable
    Object receiveWhenStarted(Intake intake, ReceiveTimer timer, @Nullable Class<?> bodyType) throws JMSException {
        lock.lock();
        try {
            while (mayReceive(intake) && !connection.isStarted() && !timer.isOver()) {
                awaitChange(timer.remainingNanos());
            }
            return take(intake, bodyType);
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

    public void send(FolioDestination destination, Message message, SendOptions options) throws JMSException {
        requireNotClosed();
        pipeline.send(destination, message, options);
    }

    /** As {@link #send}; the listener hears of it later, on another thread. */
    public void send(
            Object producer,
            FolioDestination destination,
            Message message,
            SendOptions options,
            CompletionListener listener)
            throws JMSException {
        send(destination, message, options);
        asyncSends.completed(producer, message, listener);
    }

    /**
     * Waits until the completion listeners have returned.
     *
     * @throws IllegalStateException if called by one of this producer's.
     */
    public void awaitCompletions(Object producer) throws IllegalStateException {
        if (asyncSends.isCallbackOf(producer)) {
            throw new IllegalStateException("completion listener closes its own producer", "CALLBACK");
        }
        asyncSends.awaitIdle();
    }

    /** What the mode understands by {@code acknowledge}. */
    public void acknowledge() throws JMSException {
        requireNotClosed();
        locked(acknowledger::acknowledge);
    }

    public void recover() throws JMSException {
        requireNotClosed();
        locked(acknowledger::recover);
    }

    public void commit() throws JMSException {
        requireNotClosed();
        awaitOwnCompletions();
        locked(acknowledger::commit);
    }

    public void rollback() throws JMSException {
        requireNotClosed();
        awaitOwnCompletions();
        locked(acknowledger::rollback);
    }

    private void awaitOwnCompletions() throws IllegalStateException {
        if (asyncSends.isCallback()) {
            throw new IllegalStateException("completion listener ends the transaction of its own session", "CALLBACK");
        }
        asyncSends.awaitIdle();
    }

    /** A step that fails as JMS does or as the engine does. */
    interface Step {
        void run() throws JMSException;
    }

    void locked(Step step) throws JMSException {
        lock.lock();
        try {
            requireNotClosed();
            step.run();
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread runs a message listener of this session. */
    boolean isListenerThread() {
        return dispatcher.turn().isMine();
    }

    /** Whether the calling thread runs any callback of this session. */
    boolean isCallbackThread() {
        return isListenerThread() || asyncSends.isCallback();
    }

    /** Started, stopped or closing: whoever waits looks again. */
    void wakeUp() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        intakes.forEach(Intake::wakeUp);
        dispatcher.wakeUp();
    }

    /** Waits until the listener that runs has returned. Nothing new is delivered, as the caller has seen to. */
    void awaitListener() throws IllegalStateException {
        wakeUp();
        dispatcher.turn().awaitIdle();
    }

    /** Waits until no callback is left. */
    void awaitCallbacks() throws IllegalStateException {
        asyncSends.awaitIdle();
        awaitListener();
    }

    /** Waits until a closing consumer's receive and listener have returned. */
    void quiesce(Intake intake) throws IllegalStateException {
        wakeUp();
        lock.lock();
        try {
            while (intake.isReceiving()) {
                changed.awaitUninterruptibly();
            }
            dispatcher.turn().awaitIdle(intake);
        } finally {
            lock.unlock();
        }
    }

    /** The consumer reads no more. */
    void detach(Intake intake) throws JMSException {
        lock.lock();
        try {
            if (intakes.remove(intake)) {
                dispatcher.remove(intake);
            }
            intake.tailer().close();
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        } finally {
            lock.unlock();
        }
    }

    void add(BrowserCursor cursor) throws IllegalStateException {
        cursors.add(cursor);
    }

    void remove(BrowserCursor cursor) {
        cursors.remove(cursor);
    }

    /** Ends waiting receives, waits for callbacks, gives back what is not acknowledged. */
    @Override
    public void close() throws JMSException {
        if (isCallbackThread()) {
            throw new IllegalStateException("listener closes its own session", "CALLBACK");
        }
        if (!lifecycle.beginClose()) {
            awaitClosed();
            return;
        }
        try {
            awaitCallbacks();
        } catch (IllegalStateException e) {
            lifecycle.abandonClose();
            wakeUp();
            throw e;
        }
        closeIdle();
    }

    /** Somebody else closes it: whoever closes it too, or the connection, goes on when that is done. */
    private void awaitClosed() throws IllegalStateException {
        awaitCallbacks();
        lock.lock();
        try {
            while (!lifecycle.isOpen() && !lifecycle.isClosed()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeIdle() throws JMSException {
        Children<Intake> children = new Children<>("session");
        for (Intake intake : intakes) {
            children.add(intake);
        }
        try {
            children.closeAll();
            cursors.closeAll();
        } finally {
            lock.lock();
            try {
                acknowledger.close();
            } finally {
                lock.unlock();
                lifecycle.closed();
                dispatcher.stop();
                asyncSends.close();
                connection.remove(this);
            }
        }
    }
}
