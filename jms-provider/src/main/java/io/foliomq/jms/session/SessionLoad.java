package io.foliomq.jms.session;

import io.foliomq.jms.message.FolioMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What connection consumers have loaded into a session, until a thread of the application runs the session and its own listener gets it
 * (specification section 11.2). What is loaded and cannot be delivered any more goes back as if it had never been taken.
 */
final class SessionLoad {
    private final SessionScope session;
    private final SessionDispatcher dispatcher;
    private final ReentrantLock lock;
    private final Deque<Lease> loaded = new ArrayDeque<>();
    private final Map<ConnectionIntake, Intake> intakes = new WeakHashMap<>();
    private volatile @Nullable MessageListener listener;

    SessionLoad(SessionScope session, SessionDispatcher dispatcher, ReentrantLock lock) {
        this.session = session;
        this.dispatcher = dispatcher;
        this.lock = lock;
    }

    @Nullable
    MessageListener listener() {
        return listener;
    }

    /** Caller holds the session's lock. */
    void listener(@Nullable MessageListener newListener) {
        listener = newListener;
    }

    /** Fails if nobody would hear of what is loaded. Caller holds the session's lock. */
    void requireReady() throws JMSException {
        if (!session.isOpen()) {
            throw new IllegalStateException("session of a server session is closed", "CLOSED");
        }
        if (listener == null) {
            throw new IllegalStateException(
                    "session of a server session has no message listener: accepted=one that Session.setMessageListener set",
                    "LISTENER");
        }
    }

    /** The session's share of a connection consumer. Caller holds the session's lock. */
    Intake intakeOf(ConnectionIntake source, Supplier<Intake> maker) {
        return intakes.computeIfAbsent(source, key -> maker.get());
    }

    /** Caller holds the session's lock. */
    void add(Lease lease) {
        loaded.add(lease);
    }

    /** Calls the listener for each message that is loaded, on the calling thread. */
    void run() {
        MessageListener current = listener;
        if (current == null) {
            throw new java.lang.IllegalStateException(
                    "session has no message listener: accepted=one that Session.setMessageListener set");
        }
        Turn turn = dispatcher.turn();
        Turn before = turn.enter();
        try {
            while (deliverNext(current)) {
                // One after the other.
            }
        } finally {
            turn.leave(before);
        }
    }

    private boolean deliverNext(MessageListener current) {
        Lease lease;
        FolioMessage message;
        lock.lock();
        try {
            if (!session.delivers()) {
                giveBack();
            }
            lease = loaded.poll();
            if (lease == null) {
                return false;
            }
            message = lease.takeMessage();
            session.acknowledger().dispatching(lease);
            dispatcher.turn().due();
            dispatcher.turn().begin(this);
        } finally {
            lock.unlock();
        }
        if (!dispatcher.call(current, message, lease) && session.mode().redeliversFailed()) {
            unload();
        }
        return true;
    }

    /** Nobody will run it. */
    void unload() {
        lock.lock();
        try {
            giveBack();
        } finally {
            lock.unlock();
        }
    }

    /** What comes again must not be overtaken by what is loaded: comes after that was released. Caller holds the session's lock. */
    void giveBack() {
        for (Lease lease = loaded.poll(); lease != null; lease = loaded.poll()) {
            lease.undo();
        }
    }
}
