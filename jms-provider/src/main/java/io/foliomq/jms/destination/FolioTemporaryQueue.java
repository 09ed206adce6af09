package io.foliomq.jms.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import org.jspecify.annotations.Nullable;

/**
 * A temporary queue. The one that the creating connection handed out can delete it; one that came in a message, out of a
 * directory or through serialization can only be sent to.
 */
public final class FolioTemporaryQueue extends FolioQueue implements TemporaryQueue {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TemporaryDestinationOwner owner;

    /** @param owner the connection that made it, or null if that connection is not this one. */
    public FolioTemporaryQueue(String name, @Nullable TemporaryDestinationOwner owner) {
        super(name);
        this.owner = owner;
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.TEMPORARY_QUEUE;
    }

    /** The connection that made it, or null if it was made elsewhere. */
    public @Nullable TemporaryDestinationOwner owner() {
        return owner;
    }

    /** @throws IllegalStateException if another connection made it. */
    @Override
    public void delete() throws JMSException {
        if (owner == null) {
            throw new IllegalStateException("temporary queue belongs to another connection: destination=" + this);
        }
        owner.delete(this);
    }
}
