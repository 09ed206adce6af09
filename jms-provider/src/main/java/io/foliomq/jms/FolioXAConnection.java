package io.foliomq.jms;

import io.foliomq.jms.session.BranchResource;
import io.foliomq.jms.session.ConnectionScope;
import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XATopicConnection;

/** A connection that also makes sessions for a transaction manager; those of the methods without XA are as of any connection. */
public final class FolioXAConnection extends FolioConnection implements XAQueueConnection, XATopicConnection {
    FolioXAConnection(ConnectionScope scope, Domain domain) {
        super(scope, domain);
    }

    @Override
    public FolioXASession createXASession() throws JMSException {
        return newXASession(Domain.ANY);
    }

    @Override
    public FolioXASession createXAQueueSession() throws JMSException {
        return newXASession(Domain.QUEUE);
    }

    @Override
    public FolioXASession createXATopicSession() throws JMSException {
        return newXASession(Domain.TOPIC);
    }

    private FolioXASession newXASession(Domain domain) throws JMSException {
        scope().requireNotClosed();
        scope().used();
        return new FolioXASession(scope().newBranchResource(), domain);
    }

    /** Making it does not count as a first action. */
    BranchResource newContextResource() throws JMSException {
        return scope().newBranchResource();
    }
}
