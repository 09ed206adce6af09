package io.foliomq.jms.session;

import io.foliomq.engine.CommitUnfinishedException;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Transaction;
import io.foliomq.jms.message.AcknowledgeCallback;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a transacted session sent and received since the last commit or rollback. Leases are guarded by the session's lock, sends by the
 * pipeline's; the ends of the transaction take both.
 */
final class LocalTransaction extends Acknowledger implements Outlet {
    private final SessionScope session;
    private final Transaction transaction;
    private final AcknowledgeCallback callback;
    private final List<Lease> held = new ArrayList<>();

    LocalTransaction(SessionScope session, Transaction transaction) {
        this.session = session;
        this.transaction = transaction;
        this.callback = session::requireNotClosed;
    }

    @Override
    public void append(SendTarget target, Record record) {
        transaction.append(target.destination(), record);
    }

    @Override
    void received(Lease lease) {
        held.add(lease);
    }

    @Override
    void bodyRefused(Lease lease) {
        held.add(lease);
    }

    @Override
    void dispatching(Lease lease) {
        held.add(lease);
    }

    @Override
    void dispatched(Lease lease) {
        // The commit acknowledges.
    }

    @Override
    void failed(Lease lease, Throwable cause) {
        // Specification section 8.7: go on with the next message.
    }

    @Override
    AcknowledgeCallback callbackFor(Intake intake, long lease) {
        return callback;
    }

    @Override
    void acknowledge() {
        // By specification without effect in this mode.
    }

    @Override
    void recover() throws IllegalStateException {
        throw new IllegalStateException("session is transacted: accepted=rollback", "TRANSACTED");
    }

    @Override
    void commit() throws JMSException {
        ReentrantLock lock = session.pipeline().lock();
        lock.lock();
        ReentrantLock guard = guard();
        guard.lock();
        try {
            for (Lease lease : held) {
                if (!lease.isGone()) {
                    transaction.acknowledge(lease.intake().tailer(), lease.id());
                }
            }
            transaction.commit();
            held.clear();
        } catch (CommitUnfinishedException e) {
            // It happens: nothing is to be rolled back, nothing to be sent again.
            held.clear();
            throw JmsExceptions.of(e);
        } catch (EngineException e) {
            rollback(e);
            throw rolledBack(e);
        } finally {
            guard.unlock();
            lock.unlock();
        }
    }

    /** Of all tailers that have a lease here: those that sessions share have the same, which comes after this session's lock. */
    private ReentrantLock guard() {
        ReentrantLock shared = session.connection().sharedTailers();
        return held.stream().anyMatch(lease -> lease.intake().guard() == shared)
                ? shared
                : session.pipeline().lock();
    }

    private static TransactionRolledBackException rolledBack(EngineException cause) {
        TransactionRolledBackException failure =
                new TransactionRolledBackException("transaction was rolled back: " + cause.getMessage(), "ROLLED_BACK");
        JmsExceptions.caused(failure, cause);
        return failure;
    }

    @Override
    void rollback() {
        rollback(new Recovery());
    }

    private void rollback(Exception cause) {
        ReentrantLock lock = session.pipeline().lock();
        lock.lock();
        try {
            transaction.rollback();
            for (Lease lease : held) {
                lease.fail(cause);
            }
            held.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void close() {
        ReentrantLock lock = session.pipeline().lock();
        lock.lock();
        try {
            transaction.rollback();
            held.forEach(Lease::release);
            held.clear();
        } finally {
            lock.unlock();
        }
    }
}
