package io.foliomq.jms.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;
import org.jspecify.annotations.Nullable;

/**
 * A temporary topic. The one that the creating connection handed out can delete it; one that came in a message, out of a
 * directory or through serialization can only be sent to.
 */
public final class FolioTemporaryTopic extends FolioTopic implements TemporaryTopic {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TemporaryDestinationOwner owner;

    /** @param owner the connection that made it, or null if that connection is not this one. */
    public FolioTemporaryTopic(String name, @Nullable TemporaryDestinationOwner owner) {
        super(name);
        this.owner = owner;
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.TEMPORARY_TOPIC;
    }

    /** The connection that made it, or null if it was made elsewhere. */
    public @Nullable TemporaryDestinationOwner owner() {
        return owner;
    }

    /** @throws IllegalStateException if another connection made it. */
    @Override
    public void delete() throws JMSException {
        if (owner == null) {
            throw new IllegalStateException("temporary topic belongs to another connection: destination=" + this);
        }
        owner.delete(this);
    }
}
