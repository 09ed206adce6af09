package io.foliomq.jms.session;

import io.foliomq.engine.BranchId;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A branch's name as transaction managers have it. Equal to any other of ours with the same three parts. */
record BranchXid(BranchId branch) implements Xid {
    /** @throws XAException {@code XAER_INVAL} if it is none */
    static BranchId branch(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XaErrors.of(XAException.XAER_INVAL, "xid: value=null", null);
        }
        try {
            byte[] qualifier = xid.getBranchQualifier();
            return new BranchId(
                    xid.getFormatId(), xid.getGlobalTransactionId(), qualifier == null ? new byte[0] : qualifier);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw XaErrors.of(XAException.XAER_INVAL, "xid: value=" + xid + ", cause=" + e.getMessage(), e);
        }
    }

    @Override
    public int getFormatId() {
        return branch.formatId();
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return branch.globalId();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branch.qualifier();
    }
}
