package io.foliomq.jms.session;

import io.foliomq.engine.BranchDecidedException;
import io.foliomq.engine.BranchId;
import io.foliomq.engine.BranchPreparedException;
import io.foliomq.engine.BranchUnknownException;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.PreparedTransaction;
import io.foliomq.engine.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction manager leads the transactions of one session. Thread-safe.
 *
 * <p>Branches that live are known to all resources of this process on the same store, prepared ones to all processes; so any of them prepares, commits, rolls back and recovers, also after
 * its session and connection were closed.
 */
public final class BranchResource implements XAResource {
    private static final int ENDS = TMSUCCESS | TMFAIL | TMSUSPEND;

    private final SessionScope session;
    private final BranchWork work;
    private final Settings settings;
    private final Path directory;
    private final LiveBranches branches = LiveBranches.ofThisProcess();
    private final Map<BranchId, Branch> suspended = new HashMap<>();
    private @Nullable Branch current;
    private int timeoutSeconds;

    BranchResource(SessionScope session, BranchWork work, Settings settings, Path directory) {
        this.session = session;
        this.work = work;
        this.settings = settings;
        this.directory = directory;
    }

    /** The session whose transactions it leads. */
    public SessionScope session() {
        return session;
    }

    // ---- work

    @Override
    public synchronized void start(Xid xid, int flags) throws XAException {
        BranchId id = BranchXid.branch(xid);
        if (!session.isOpen()) {
            throw XaErrors.of(XAException.XAER_RMFAIL, "session is closed: branch=" + id, null);
        }
        if (current != null) {
            throw protocol("session works in another branch", id);
        }
        Branch branch = switch (flags) {
            case TMNOFLAGS -> begin(id);
            case TMJOIN -> join(id);
            case TMRESUME -> resume(id);
            default -> throw invalid(flags, "TMNOFLAGS, TMJOIN or TMRESUME");
        };
        if (flags != TMRESUME) {
            branch.enter();
        }
        current = branch;
        session.associate(work, branch);
    }

    private Branch begin(BranchId id) throws XAException {
        Store store = null;
        try {
            store = Store.open(settings.store());
            Branch branch =
                    new Branch(id, store, store.newTransaction(settings.store().durability()));
            if (store.isPrepared(id) || !branches.add(directory, branch)) {
                store.close();
                throw XaErrors.of(XAException.XAER_DUPID, "branch exists: branch=" + id, null);
            }
            if (timeoutSeconds > 0) {
                branches.rollBackAfter(branch, timeoutSeconds);
            }
            return branch;
        } catch (EngineException e) {
            if (store != null) {
                store.close();
            }
            throw XaErrors.of(XAException.XAER_RMERR, "branch cannot begin: branch=" + id, e);
        }
    }

    private Branch join(BranchId id) throws XAException {
        Branch branch = live(id);
        if (suspended.containsKey(id)) {
            throw protocol("branch is suspended", id);
        }
        requireAlive(branch);
        return branch;
    }

    private Branch resume(BranchId id) throws XAException {
        Branch branch = live(id);
        if (suspended.remove(id) == null) {
            throw protocol("branch is not suspended here", id);
        }
        return branch;
    }

    @Override
    public synchronized void end(Xid xid, int flags) throws XAException {
        BranchId id = BranchXid.branch(xid);
        if ((flags & ~ENDS) != 0 || Integer.bitCount(flags & ENDS) != 1) {
            throw invalid(flags, "one of TMSUCCESS, TMFAIL and TMSUSPEND");
        }
        Branch branch = live(id);
        if (branch != current && (!suspended.containsKey(id) || flags == TMSUSPEND)) {
            throw protocol("session does not work in the branch", id);
        }
        if (branch == current) {
            current = null;
            session.associate(work, null);
        }
        if (flags == TMSUSPEND) {
            suspended.put(id, branch);
            return;
        }
        suspended.remove(id);
        branch.leave();
        boolean wasAlive = branch.state() == Branch.State.LIVE;
        if (flags == TMFAIL) {
            branch.rollback(Branch.State.FAILED, new Recovery());
        }
        if (!wasAlive) {
            requireAlive(branch);
        }
    }

    // ---- ends

    @Override
    public int prepare(Xid xid) throws XAException {
        BranchId id = BranchXid.branch(xid);
        Branch branch = idle(id, "prepare");
        if (branch.state() == Branch.State.LIVE && branch.isEmpty()) {
            forget(branch, new Recovery());
            return XA_RDONLY;
        }
        try {
            finish(branch, branch::prepare);
        } catch (XAException e) {
            rollBackIfPrepared(id, e);
            throw e;
        }
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        BranchId id = BranchXid.branch(xid);
        if (onePhase) {
            Branch branch = idle(id, "commit in one phase");
            finish(branch, branch::commit);
            return;
        }
        if (branches.find(directory, id) != null) {
            throw protocol("branch is not prepared", id);
        }
        try (Store store = Store.open(settings.store())) {
            store.commitPrepared(id);
        } catch (BranchUnknownException e) {
            throw XaErrors.of(XAException.XAER_NOTA, String.valueOf(e.getMessage()), e);
        } catch (BranchDecidedException e) {
            throw e.isCommitted()
                    ? XaErrors.of(XAException.XA_RETRY, String.valueOf(e.getMessage()), e)
                    : heuristic(XAException.XA_HEURRB, id, e);
        } catch (EngineException e) {
            throw XaErrors.of(XAException.XAER_RMFAIL, "branch is not committed in full, try again: branch=" + id, e);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        BranchId id = BranchXid.branch(xid);
        Branch branch = branches.find(directory, id);
        if (branch != null) {
            if (branch.isInUse()) {
                throw protocol("sessions work in the branch", id);
            }
            forget(branch, new Recovery());
            return;
        }
        try (Store store = Store.open(settings.store())) {
            store.rollbackPrepared(id);
        } catch (BranchUnknownException e) {
            throw XaErrors.of(XAException.XAER_NOTA, String.valueOf(e.getMessage()), e);
        } catch (BranchDecidedException e) {
            throw e.isCommitted()
                    ? heuristic(XAException.XA_HEURCOM, id, e)
                    : XaErrors.of(XAException.XAER_RMFAIL, String.valueOf(e.getMessage()), e);
        } catch (EngineException e) {
            throw XaErrors.of(XAException.XAER_RMFAIL, "branch is not rolled back in full, try again: branch=" + id, e);
        }
    }

    private XAException heuristic(int code, BranchId id, EngineException cause) {
        branches.noteHeuristic(directory, id);
        return XaErrors.of(code, String.valueOf(cause.getMessage()), cause);
    }

    private interface Ending {
        boolean run();
    }

    /** Whatever happens, the branch is over. */
    private void finish(Branch branch, Ending ending) throws XAException {
        try {
            if (!ending.run()) {
                requireAlive(branch);
            }
        } catch (EngineException e) {
            branch.rollback(Branch.State.FAILED, e);
            throw XaErrors.of(
                    XAException.XA_RBROLLBACK,
                    "branch is rolled back: branch=" + branch.id() + ", cause=" + e.getMessage(),
                    e);
        } finally {
            branches.remove(directory, branch);
        }
    }

    /** As it is if only forcing it to disk failed. */
    private void rollBackIfPrepared(BranchId id, XAException failure) throws XAException {
        if (failure.getCause() instanceof BranchPreparedException) {
            // That is another's.
            return;
        }
        try (Store store = Store.open(settings.store())) {
            if (store.isPrepared(id)) {
                store.rollbackPrepared(id);
            }
        } catch (EngineException e) {
            failure.addSuppressed(e);
            throw XaErrors.of(XAException.XAER_RMFAIL, "branch is in doubt: branch=" + id, failure);
        }
    }

    private void forget(Branch branch, Exception cause) {
        branch.rollback(Branch.State.OVER, cause);
        branches.remove(directory, branch);
    }

    // ---- recovery

    /** All that is prepared in the store when a scan starts, and nothing when it goes on or ends. */
    @Override
    public Xid[] recover(int flag) throws XAException {
        if ((flag & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw invalid(flag, "TMSTARTRSCAN, TMENDRSCAN, both or TMNOFLAGS");
        }
        if ((flag & TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        try (Store store = Store.open(settings.store())) {
            List<PreparedTransaction> prepared = store.prepared();
            return prepared.stream().map(each -> new BranchXid(each.branch())).toArray(Xid[]::new);
        } catch (EngineException e) {
            throw XaErrors.of(XAException.XAER_RMFAIL, "store cannot be read: store=" + directory, e);
        }
    }

    /** Of a branch about which somebody else had decided otherwise, as this resource has said. */
    @Override
    public void forget(Xid xid) throws XAException {
        BranchId id = BranchXid.branch(xid);
        if (!branches.forgetHeuristic(directory, id)) {
            boolean known = branches.find(directory, id) != null;
            throw XaErrors.of(
                    known ? XAException.XAER_PROTO : XAException.XAER_NOTA,
                    "nobody decided about the branch but its transaction manager: branch=" + id,
                    null);
        }
    }

    // ---- the rest

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof BranchResource that && that.directory.equals(directory);
    }

    @Override
    public synchronized int getTransactionTimeout() {
        return timeoutSeconds;
    }

    /** For branches that begin from now on; 0 = none, which is the default. */
    @Override
    public synchronized boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaErrors.of(
                    XAException.XAER_INVAL, "transaction timeout: seconds=" + seconds + ", accepted=0 or more", null);
        }
        timeoutSeconds = seconds;
        return true;
    }

    private Branch live(BranchId id) throws XAException {
        Branch branch = branches.find(directory, id);
        if (branch == null) {
            throw XaErrors.of(XAException.XAER_NOTA, "no such branch in this process: branch=" + id, null);
        }
        return branch;
    }

    /** A branch that every session has left. */
    private Branch idle(BranchId id, String what) throws XAException {
        Branch branch = branches.find(directory, id);
        if (branch == null) {
            throw isPrepared(id)
                    ? protocol("branch is prepared, refused=" + what, id)
                    : XaErrors.of(XAException.XAER_NOTA, "no such branch: branch=" + id, null);
        }
        if (branch.isInUse()) {
            throw protocol("sessions work in the branch", id);
        }
        return branch;
    }

    private boolean isPrepared(BranchId id) throws XAException {
        try (Store store = Store.open(settings.store())) {
            return store.isPrepared(id);
        } catch (EngineException e) {
            throw XaErrors.of(XAException.XAER_RMFAIL, "store cannot be read: store=" + directory, e);
        }
    }

    private static void requireAlive(Branch branch) throws XAException {
        switch (branch.state()) {
            case TIMED_OUT ->
                throw XaErrors.of(
                        XAException.XA_RBTIMEOUT,
                        "branch took too long, it is rolled back: branch=" + branch.id(),
                        null);
            case FAILED, OVER ->
                throw XaErrors.of(XAException.XA_RBROLLBACK, "branch is rolled back: branch=" + branch.id(), null);
            case LIVE -> {}
        }
    }

    private static XAException protocol(String what, BranchId id) {
        return XaErrors.of(XAException.XAER_PROTO, what + ": branch=" + id, null);
    }

    private static XAException invalid(int flags, String accepted) {
        return XaErrors.of(
                XAException.XAER_INVAL,
                "flags: value=0x" + Integer.toHexString(flags) + ", accepted=" + accepted,
                null);
    }
}
