package io.foliomq.jms.destination;

import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** A topic: each subscription gets its own copy of a message. Also a bean with the property {@code topicName}. */
public sealed class FolioTopic extends FolioDestination implements Topic permits FolioTemporaryTopic {
    private static final long serialVersionUID = 1L;

    /** A bean without a name, which {@link #setTopicName} gives it once. */
    public FolioTopic() {
        super(null);
    }

    /** @throws IllegalArgumentException if the name is null or empty. */
    public FolioTopic(String name) {
        super(requireName(name));
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.TOPIC;
    }

    @Override
    public final @Nullable String getTopicName() {
        return nameOrNull();
    }

    /**
     * Names a bean that has no name yet.
     *
     * @throws IllegalStateException if it has another name already.
     * @throws IllegalArgumentException if the name is null or empty.
     */
    public final void setTopicName(String name) {
        assignName(name);
    }
}
