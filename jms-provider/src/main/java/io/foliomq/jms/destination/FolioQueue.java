package io.foliomq.jms.destination;

import jakarta.jms.Queue;
import org.jspecify.annotations.Nullable;

/** A queue: each message goes to one consumer. Also a bean with the property {@code queueName}. */
public sealed class FolioQueue extends FolioDestination implements Queue permits FolioTemporaryQueue {
    private static final long serialVersionUID = 1L;

    /** A bean without a name, which {@link #setQueueName} gives it once. */
    public FolioQueue() {
        super(null);
    }

    /** @throws IllegalArgumentException if the name is null or empty. */
    public FolioQueue(String name) {
        super(requireName(name));
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.QUEUE;
    }

    @Override
    public final @Nullable String getQueueName() {
        return nameOrNull();
    }

    /**
     * Names a bean that has no name yet.
     *
     * @throws IllegalStateException if it has another name already.
     * @throws IllegalArgumentException if the name is null or empty.
     */
    public final void setQueueName(String name) {
        assignName(name);
    }
}
