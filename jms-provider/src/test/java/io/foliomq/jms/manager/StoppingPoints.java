package io.foliomq.jms.manager;

import io.foliomq.engine.testing.ChildLines;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** Stops the process at an instant of the two phases, says {@code stopped <point>}, and waits to be killed. */
final class StoppingPoints {
    /** As the transaction manager sees it, with two resources. */
    enum Point {
        /** One resource is prepared. */
        ONE_PREPARED,
        /** Both are prepared; the manager has not written that to its log. */
        BOTH_PREPARED,
        /** The manager has written its log; none is committed. */
        LOGGED,
        /** One resource is committed. */
        ONE_COMMITTED,
        /** Both are committed; the manager's log says nothing of it. */
        BOTH_COMMITTED
    }

    private @Nullable Point armed;
    private int visits;
    private int prepared;
    private int committed;

    synchronized void arm(Point point, int visit) {
        armed = point;
        visits = visit;
    }

    /** The same resource, which stops the process. */
    XAResource watch(XAResource resource) {
        return new Watched(resource);
    }

    /** Not serializable, so that the manager does not try to keep it in its log. */
    private final class Watched implements XAResource {
        private final XAResource resource;

        private Watched(XAResource resource) {
            this.resource = resource;
        }

        @Override
        public void start(Xid xid, int flags) throws XAException {
            begin();
            resource.start(xid, flags);
        }

        @Override
        public void end(Xid xid, int flags) throws XAException {
            resource.end(xid, flags);
        }

        @Override
        public int prepare(Xid xid) throws XAException {
            int vote = resource.prepare(xid);
            prepared();
            return vote;
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            committing();
            resource.commit(xid, onePhase);
            committed();
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            resource.rollback(xid);
        }

        @Override
        public void forget(Xid xid) throws XAException {
            resource.forget(xid);
        }

        @Override
        public Xid[] recover(int flag) throws XAException {
            return resource.recover(flag);
        }

        @Override
        public boolean isSameRM(XAResource other) {
            return this == other;
        }

        @Override
        public int getTransactionTimeout() throws XAException {
            return resource.getTransactionTimeout();
        }

        @Override
        public boolean setTransactionTimeout(int seconds) throws XAException {
            return resource.setTransactionTimeout(seconds);
        }
    }

    private synchronized void begin() {
        prepared = 0;
        committed = 0;
    }

    private synchronized void prepared() {
        reach(++prepared == 1 ? Point.ONE_PREPARED : Point.BOTH_PREPARED);
    }

    private synchronized void committing() {
        if (committed == 0) {
            reach(Point.LOGGED);
        }
    }

    private synchronized void committed() {
        reach(++committed == 1 ? Point.ONE_COMMITTED : Point.BOTH_COMMITTED);
    }

    private void reach(Point point) {
        if (point == armed && --visits == 0) {
            ChildLines.say("stopped " + point);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
