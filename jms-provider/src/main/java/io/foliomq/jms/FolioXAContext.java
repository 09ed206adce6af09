package io.foliomq.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/** A {@link FolioXASession}, and a share in its connection; contexts that it makes are without XA. */
public final class FolioXAContext extends FolioContext implements XAJMSContext {
    private final FolioXASession session;

    private FolioXAContext(FolioXAConnection connection, FolioXASession session) {
        super(connection, new AtomicInteger(1), session);
        this.session = session;
    }

    /** The first context on a connection. */
    static FolioXAContext on(FolioXAConnection connection) throws JMSException {
        try {
            return new FolioXAContext(connection, new FolioXASession(connection.newContextResource(), Domain.ANY));
        } catch (JMSException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** This context. */
    @Override
    public JMSContext getContext() {
        Unchecked.step(session.scope()::requireNotClosed);
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return session.getXAResource();
    }
}
