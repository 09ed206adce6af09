package io.foliomq.jms.session;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connection's {@link ExceptionListener}, one failure at a time and on a thread of its own, which is free to close the connection.
 * What nobody listens to is logged. Thread-safe.
 */
final class ErrorReports {
    private static final System.Logger LOG = System.getLogger("io.foliomq.jms");
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor executor;
    private volatile @Nullable ExceptionListener listener;

    ErrorReports() {
        executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("folio-errors"));
        executor.allowCoreThreadTimeOut(true);
    }

    @Nullable
    ExceptionListener listener() {
        return listener;
    }

    void listener(@Nullable ExceptionListener newListener) {
        listener = newListener;
    }

    void report(JMSException failure) {
        ExceptionListener current = listener;
        if (current == null) {
            LOG.log(System.Logger.Level.WARNING, "failure without an exception listener", failure);
            return;
        }
        executor.execute(() -> tell(current, failure));
    }

    private static void tell(ExceptionListener listener, JMSException failure) {
        try {
            listener.onException(failure);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "exception listener failed", e);
        }
    }

    /** What is reported already is still told. */
    void close() {
        executor.shutdown();
    }
}
