package io.foliomq.jms.destination;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
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

    /**
     * Ours for any implementation of {@link Topic}.
     *
     * @throws InvalidDestinationException if it is null, has no name, or is no topic.
     */
    public static FolioTopic from(@Nullable Topic topic) throws JMSException {
        if (FolioDestination.from(topic) instanceof FolioTopic ours) {
            return ours;
        }
        throw new InvalidDestinationException("destination: value=" + topic + ", accepted=a topic");
    }

    /**
     * This topic, which a durable subscription wants.
     *
     * @throws InvalidDestinationException if it is temporary.
     */
    public final FolioTopic requireLasting() throws InvalidDestinationException {
        if (kind().isTemporary()) {
            throw new InvalidDestinationException(
                    "durable subscription: topic=" + this + ", accepted=one that is not temporary");
        }
        return this;
    }
}
