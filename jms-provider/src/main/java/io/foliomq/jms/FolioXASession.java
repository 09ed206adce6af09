package io.foliomq.jms;

import io.foliomq.jms.session.BranchResource;
import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/**
 * A session whose transactions a transaction manager leads, by {@link #getXAResource()}: {@link #commit} and {@link #rollback} are refused. Outside of any branch it acknowledges by itself and sends at once.
 * What becomes of a branch that it worked in is determined by the transaction manager also after the session was closed.
 */
public final class FolioXASession extends FolioSession implements XAQueueSession, XATopicSession {
    private final BranchResource resource;

    FolioXASession(BranchResource resource, Domain domain) {
        super(resource.session(), domain);
        this.resource = resource;
    }

    /** This session. */
    @Override
    public FolioXASession getSession() throws JMSException {
        scope().requireNotClosed();
        return this;
    }

    /** This session. */
    @Override
    public QueueSession getQueueSession() throws JMSException {
        return getSession();
    }

    /** This session. */
    @Override
    public TopicSession getTopicSession() throws JMSException {
        return getSession();
    }

    /** Goes on working when the session is closed, for the branches that are not over. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }
}
