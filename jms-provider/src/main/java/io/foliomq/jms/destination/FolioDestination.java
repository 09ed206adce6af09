package io.foliomq.jms.destination;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.Objects;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import org.jspecify.annotations.Nullable;

/**
 * A destination: a kind and a name. Two are equal when both are, whoever made them and wherever they came from.
 *
 * <p>Immutable once it is named, so any thread may use it. The constructor without a name exists for tools that build beans; the
 * name can then be set once. Neither creates anything in a store.
 */
public abstract sealed class FolioDestination implements Destination, Referenceable, Serializable
        permits FolioQueue, FolioTopic {
    /** The type of the {@link Reference} address that carries the textual form. */
    public static final String REFERENCE_ADDRESS = "destination";

    /** The class that turns a {@link Reference} back into a destination; resolved by name, by the directory service. */
    public static final String OBJECT_FACTORY = "io.foliomq.jms.jndi.FolioObjectFactory";

    private static final long serialVersionUID = 1L;
    private static final String ACCEPTED = "accepted=queue://NAME topic://NAME temp-queue://NAME temp-topic://NAME";

    private volatile @Nullable String name;
    private volatile Exclusiveness exclusiveness = Exclusiveness.AS_CONFIGURED;

    /** What a destination says of its consumers, over what the connection says. Not part of its identity. */
    public enum Exclusiveness {
        AS_CONFIGURED,
        /** One consumer gets everything, the others stand by. */
        EXCLUSIVE,
        SHARED
    }

    FolioDestination(@Nullable String name) {
        this.name = name;
    }

    /** The kind, which with the name is the identity. */
    public abstract DestinationKind kind();

    /**
     * The name.
     *
     * @throws IllegalStateException if this is a bean whose name was never set.
     */
    public final String name() {
        String current = name;
        if (current == null) {
            throw new IllegalStateException("destination has no name: kind=" + kind() + ", accepted=a name set once");
        }
        return current;
    }

    /** Whether one of its consumers is to get everything. */
    public final Exclusiveness exclusiveness() {
        return exclusiveness;
    }

    /** Before anybody else sees it. */
    final void exclusiveness(Exclusiveness wanted) {
        exclusiveness = wanted;
    }

    /** The name, or null for a bean that has none yet. */
    final @Nullable String nameOrNull() {
        return name;
    }

    final synchronized void assignName(String newName) {
        String current = name;
        if (current != null && !current.equals(newName)) {
            throw new IllegalStateException(
                    "destination is already named: destination=" + this + ", refused=" + newName);
        }
        name = requireName(newName);
    }

    static String requireName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("destination name: value=" + (name == null ? "null" : "\"\"")
                    + ", accepted=any string that is not empty");
        }
        return name;
    }

    /** A destination of that kind and name; a temporary one has no owner, so it cannot be deleted through it. */
    public static FolioDestination of(DestinationKind kind, String name) {
        return switch (kind) {
            case QUEUE -> new FolioQueue(name);
            case TOPIC -> new FolioTopic(name);
            case TEMPORARY_QUEUE -> new FolioTemporaryQueue(name, null);
            case TEMPORARY_TOPIC -> new FolioTemporaryTopic(name, null);
        };
    }

    /**
     * Reads the textual form, the inverse of {@link #toString()}.
     *
     * @throws IllegalArgumentException naming the text and the accepted forms.
     */
    public static FolioDestination parse(String text) {
        DestinationKind kind = DestinationKind.ofText(text);
        if (kind == null) {
            throw new IllegalArgumentException("destination of unknown kind: text=" + text + ", " + ACCEPTED);
        }
        String name = text.substring(kind.prefix().length());
        if (name.isEmpty()) {
            throw new IllegalArgumentException("destination has no name: text=" + text + ", " + ACCEPTED);
        }
        return of(kind, name);
    }

    /**
     * Ours for any implementation of the {@code jakarta.jms} interfaces: by kind and name for another provider's.
     *
     * @throws InvalidDestinationException if it is null, has no name, or is neither a queue nor a topic.
     */
    public static FolioDestination from(@Nullable Destination destination) throws JMSException {
        if (destination instanceof FolioDestination ours) {
            if (ours.name == null) {
                throw new InvalidDestinationException("destination has no name: kind=" + ours.kind());
            }
            return ours;
        }
        if (destination instanceof Queue queue) {
            DestinationKind kind =
                    queue instanceof TemporaryQueue ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.QUEUE;
            return named(kind, queue.getQueueName(), destination);
        }
        if (destination instanceof Topic topic) {
            DestinationKind kind =
                    topic instanceof TemporaryTopic ? DestinationKind.TEMPORARY_TOPIC : DestinationKind.TOPIC;
            return named(kind, topic.getTopicName(), destination);
        }
        throw new InvalidDestinationException(
                "destination: value=" + describe(destination) + ", accepted=a queue or a topic");
    }

    private static FolioDestination named(DestinationKind kind, @Nullable String name, Destination foreign)
            throws InvalidDestinationException {
        if (name == null || name.isEmpty()) {
            throw new InvalidDestinationException("destination has no name: value=" + describe(foreign));
        }
        return of(kind, name);
    }

    private static String describe(@Nullable Destination destination) {
        return destination == null ? "null" : destination.getClass().getName();
    }

    @Override
    public final Reference getReference() {
        return new Reference(
                getClass().getName(), new StringRefAddr(REFERENCE_ADDRESS, toString()), OBJECT_FACTORY, null);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof FolioDestination that && kind() == that.kind() && Objects.equals(name, that.name);
    }

    @Override
    public final int hashCode() {
        String current = name;
        return 31 * kind().scheme().hashCode() + (current == null ? 0 : current.hashCode());
    }

    /** The textual form that {@link #parse} reads. */
    @Override
    public final String toString() {
        String current = name;
        return kind().prefix() + (current == null ? "" : current);
    }
}
