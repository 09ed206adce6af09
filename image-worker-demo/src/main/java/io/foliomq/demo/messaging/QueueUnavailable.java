package io.foliomq.demo.messaging;

/** The queue does not take the message now: it is full, or its store does not answer. Trying later may help. */
public final class QueueUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    QueueUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
