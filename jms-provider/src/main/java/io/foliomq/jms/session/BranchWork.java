package io.foliomq.jms.session;

import io.foliomq.engine.Record;
import io.foliomq.jms.message.AcknowledgeCallback;
import jakarta.jms.IllegalStateException;
import jakarta.jms.TransactionInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * Where the work of a session goes whose transactions are a transaction manager's: into the branch that is associated with it, and outside of any branch at once, as in a session
 * that acknowledges by itself.
 */
final class BranchWork extends Acknowledger implements Outlet {
    private final SessionScope session;
    private final AutoAcknowledger outside;
    // Changed under the session's lock; sends read it without.
    private volatile @Nullable Branch branch;

    BranchWork(SessionScope session) {
        this.session = session;
        this.outside = new AutoAcknowledger(session);
    }

    /** A listener that begins a branch has the message that it was called with in it. Under the session's lock. */
    void associate(@Nullable Branch newBranch) {
        branch = newBranch;
        if (newBranch != null && session.isListenerThread()) {
            Lease current = outside.takeDispatching();
            if (current != null) {
                newBranch.add(current);
            }
        }
    }

    @Override
    public void append(SendTarget target, Record record) {
        Branch current = branch;
        if (current == null) {
            Outlet.DIRECT.append(target, record);
        } else {
            current.append(target, record);
        }
    }

    @Override
    void received(Lease lease) {
        Branch current = branch;
        if (current == null) {
            outside.received(lease);
        } else {
            current.add(lease);
        }
    }

    @Override
    void bodyRefused(Lease lease) {
        Branch current = branch;
        if (current == null) {
            outside.bodyRefused(lease);
        } else {
            current.add(lease);
        }
    }

    @Override
    void dispatching(Lease lease) {
        Branch current = branch;
        if (current == null) {
            outside.dispatching(lease);
        } else {
            current.add(lease);
        }
    }

    @Override
    void dispatched(Lease lease) {
        outside.dispatched(lease);
    }

    @Override
    void failed(Lease lease, Throwable cause) {
        outside.failed(lease, cause);
    }

    @Override
    AcknowledgeCallback callbackFor(Intake intake, long lease) {
        return outside.callbackFor(intake, lease);
    }

    @Override
    void acknowledge() {
        // By specification without effect in a transacted session.
    }

    @Override
    void recover() throws IllegalStateException {
        throw new IllegalStateException("session is transacted: accepted=rollback by its transaction manager", "XA");
    }

    @Override
    void commit() throws TransactionInProgressException {
        throw refused("commit");
    }

    @Override
    void rollback() throws TransactionInProgressException {
        throw refused("rollback");
    }

    private static TransactionInProgressException refused(String method) {
        return new TransactionInProgressException(
                "session of a transaction manager: refused=" + method + ", accepted=its XAResource", "XA");
    }

    /** What becomes of a branch is determined by the transaction manager, later (section 6.1.8). */
    @Override
    void close() {
        branch = null;
        outside.close();
    }
}
