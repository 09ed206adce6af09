package io.foliomq.jms.session;

import io.foliomq.engine.Delivery;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session: its consumers, its leases and its sends. The lock guards tailers, leases and what a listener is doing; it is held for the
 * bookkeeping of a delivery, never while a listener runs or a receive waits.
 */
public final class SessionScope implements Children.Closing {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
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
    private final Reception reception = new Reception(this, lock, changed);
    private final SessionLoad load;
    private int intakeCounter;

    /** @param global whether transactions are those of a transaction manager; then the mode is {@code TRANSACTED} */
    SessionScope(ConnectionScope connection, AcknowledgeMode mode, boolean global) {
        this.connection = connection;
        this.mode = mode;
        Outlet outlet = Outlet.DIRECT;
        if (global) {
            BranchWork work = new BranchWork(this);
            outlet = work;
            acknowledger = work;
        } else if (mode == AcknowledgeMode.TRANSACTED) {
            LocalTransaction transaction = new LocalTransaction(this, connection.newTransaction());
            outlet = transaction;
            acknowledger = transaction;
        } else {
            acknowledger = Acknowledger.of(mode, this);
        }
        this.pipeline = new SendPipeline(connection, outlet);
        this.dispatcher = new SessionDispatcher(this, lock, changed, connection.newWaiter());
        this.load = new SessionLoad(this, dispatcher, lock);
    }

    public ConnectionScope connection() {
        return connection;
    }

    /** Tells it from all others of this process. */
    long number() {
        return number;
    }

    boolean isGuardedBy(ReentrantLock guard) {
        return guard == lock;
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

    boolean isOpen() {
        return lifecycle.isOpen();
    }

    /** Whether messages may be delivered now. */
    boolean delivers() {
        return lifecycle.isOpen() && connection.isStarted();
    }

    /** A consumer of a queue. */
    public Intake openQueue(FolioDestination queue, @Nullable String selector) throws JMSException {
        Waiter waiter = connection.newWaiter();
        return add(queue, connection.opening().openQueue(queue, selector, waiter), waiter);
    }

    /** A consumer of a topic. */
    public Intake openTopic(SubscriptionSpec spec) throws JMSException {
        Waiter waiter = connection.newWaiter();
        return add(spec.topic(), connection.opening().openTopic(spec, waiter), waiter);
    }

    /** A consumer that reads from this tailer; closes the tailer if the session closes meanwhile. */
    private Intake add(FolioDestination destination, Tailer tailer, Waiter waiter) throws IllegalStateException {
        lock.lock();
        try {
            if (!lifecycle.isOpen()) {
                tailer.close();
                throw new IllegalStateException("session is closed", "CLOSED");
            }
            Intake intake = new Intake(this, ++intakeCounter, destination, tailer, waiter, lock);
            intakes.add(intake);
            return intake;
        } finally {
            lock.unlock();
        }
    }

    /** A consumer's listener. */
    void setListener(Intake intake, @Nullable MessageListener listener) throws IllegalStateException {
        lock.lock();
        try {
            requireNoOther(load.listener() != null && listener != null);
            dispatcher.setListener(intake, listener);
        } finally {
            lock.unlock();
        }
    }

    /** The session's own listener, which hears of what connection consumers load. */
    public void listener(@Nullable MessageListener listener) throws JMSException {
        locked(() -> {
            requireNoOther(dispatcher.hasListeners() && listener != null);
            load.listener(listener);
        });
    }

    private static void requireNoOther(boolean hasOther) throws IllegalStateException {
        if (hasOther) {
            throw new IllegalStateException(
                    "message listener: accepted=that of the session or those of its consumers", "LISTENER");
        }
    }

    public @Nullable MessageListener listener() {
        return load.listener();
    }

    /** Whether messages go to a listener. Caller holds the lock. */
    boolean hasListeners() {
        return dispatcher.hasListeners() || load.listener() != null;
    }

    /** Calls the session's own listener for what is loaded, on the calling thread. */
    public void run() {
        load.run();
    }

    /** Takes what this connection consumer has for it. */
    void load(ConnectionIntake source, Delivery first) throws JMSException {
        locked(() -> source.load(this, load, first));
    }

    /** Nobody will run it: what is loaded goes back. */
    void unload() {
        load.unload();
    }

    Reception reception() {
        return reception;
    }

    /** A further consumer, of which the session holds leases and nothing else. */
    Intake sharedIntake(FolioDestination destination, Tailer tailer, Waiter waiter, ReentrantLock guard) {
        return new Intake(this, ++intakeCounter, destination, tailer, waiter, guard);
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
        locked(() -> {
            acknowledger.recover();
            load.giveBack();
        });
    }

    /** What is done from now on is part of this branch; null = of none. The session may be closed. */
    void associate(BranchWork work, @Nullable Branch branch) {
        lock.lock();
        try {
            work.associate(branch);
        } finally {
            lock.unlock();
        }
    }

    public void commit() throws JMSException {
        requireNotClosed();
        awaitOwnCompletions();
        locked(acknowledger::commit);
    }

    public void rollback() throws JMSException {
        requireNotClosed();
        awaitOwnCompletions();
        locked(() -> {
            acknowledger.rollback();
            load.giveBack();
        });
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
                load.giveBack();
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
