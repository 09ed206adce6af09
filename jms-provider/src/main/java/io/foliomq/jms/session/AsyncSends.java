package io.foliomq.jms.session;

import io.foliomq.jms.message.FolioMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The completion listeners of one session: called one at a time, in the order of the sends, on a thread of their own. An append is done when
 * it returns, so a send that is asynchronous fails where it was called, and only the good news comes later. Thread-safe.
 */
final class AsyncSends {
    private static final System.Logger LOG = System.getLogger("io.foliomq.jms");
    private static final int IDLE_SECONDS = 5;

    private final ReentrantLock lock = new ReentrantLock();
    private final Turn turn = new Turn(lock, lock.newCondition());
    private final ThreadPoolExecutor executor;

    AsyncSends() {
        executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("folio-completions"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** The message is sent: its listener will hear. */
    void completed(Object producer, Message message, CompletionListener listener) {
        lock.lock();
        try {
            turn.due();
            executor.execute(() -> call(producer, message, listener));
        } finally {
            lock.unlock();
        }
    }

    private void call(Object producer, Message message, CompletionListener listener) {
        turn.bind();
        locked(() -> turn.begin(producer));
        try {
            if (message instanceof FolioMessage ours) {
                ours.completeAsyncSend();
            }
            listener.onCompletion(message);
        } catch (JMSException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "completion listener failed", e);
        } finally {
            locked(turn::end);
        }
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is in a callback of this session. */
    boolean isCallback() {
        return turn.isMine();
    }

    /** Whether the calling thread is in a callback for this producer. */
    boolean isCallbackOf(Object producer) {
        if (!turn.isMine()) {
            return false;
        }
        lock.lock();
        try {
            return producer.equals(turn.current());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every callback has returned. */
    void awaitIdle() throws IllegalStateException {
        turn.awaitIdle();
    }

    void close() {
        executor.shutdown();
    }
}
