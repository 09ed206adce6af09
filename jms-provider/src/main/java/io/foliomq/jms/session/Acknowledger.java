package io.foliomq.jms.session;

import io.foliomq.jms.message.AcknowledgeCallback;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;

/**
 * When the leases of a session's messages end: one class a mode. Everything but {@link #callbackFor} is called under the session's lock.
 */
abstract sealed class Acknowledger
        permits AutoAcknowledger, BranchWork, ClientAcknowledger, IndividualAcknowledger, LocalTransaction {
    /** That of a mode without transactions. */
    static Acknowledger of(AcknowledgeMode mode, SessionScope session) {
        return switch (mode) {
            case AUTO, DUPS_OK -> new AutoAcknowledger(session);
            case CLIENT -> new ClientAcknowledger(session);
            case INDIVIDUAL, INDIVIDUAL_OF_ARTEMIS -> new IndividualAcknowledger(session);
            case TRANSACTED -> throw new java.lang.IllegalStateException("a transaction is its own acknowledger");
        };
    }

    /** Whether every lease that a consumer ever took has ended, and each that it takes will before the next. */
    boolean holdsNone() {
        return false;
    }

    /** A receive is about to return the message. */
    abstract void received(Lease lease);

    /** A {@code receiveBody} could not return the body. */
    abstract void bodyRefused(Lease lease);

    /** A message listener is about to be called. */
    abstract void dispatching(Lease lease);

    /** It has returned. */
    abstract void dispatched(Lease lease);

    /** It has thrown. */
    abstract void failed(Lease lease, Throwable cause);

    /** What {@code acknowledge} on the message does, which any thread may call. */
    abstract AcknowledgeCallback callbackFor(Intake intake, long lease);

    /** Acknowledges everything that was delivered, in the modes in which that is the application's to do. */
    abstract void acknowledge();

    /** Everything that was delivered and is not acknowledged comes again. */
    abstract void recover() throws JMSException;

    /** The session closes: what is not acknowledged goes back. */
    abstract void close();

    /** @throws IllegalStateException in all modes but one. */
    void commit() throws JMSException {
        throw notTransacted();
    }

    /** @throws IllegalStateException in all modes but one. */
    void rollback() throws JMSException {
        throw notTransacted();
    }

    private static IllegalStateException notTransacted() {
        return new IllegalStateException("session is not transacted", "NOT_TRANSACTED");
    }
}
