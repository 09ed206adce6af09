package io.foliomq.jms.session;

import io.foliomq.jms.destination.FolioDestination;
import java.util.Optional;

/**
 * Which queue takes the messages that nobody could process. {@code {name}} stands for the name of the destination they were sent to
 * ({@code temporary} for temporary ones); {@code none} = no queue, they are discarded.
 */
public record DeadLetterNames(String pattern) {
    public static final DeadLetterNames DEFAULT = new DeadLetterNames("DLQ.{name}");
    static final String NONE = "none";
    private static final String PLACEHOLDER = "{name}";
    private static final String TEMPORARY = "temporary";

    /** The queue for a destination's dead letters, or empty if they are discarded. */
    Optional<String> queueFor(FolioDestination destination) {
        if (pattern.equals(NONE)) {
            return Optional.empty();
        }
        String name = destination.kind().isTemporary() ? TEMPORARY : destination.name();
        return Optional.of(pattern.replace(PLACEHOLDER, name));
    }

    /** Whether the destination is one that takes dead letters: its messages are not moved again, however often they fail. */
    boolean isDeadLetterQueue(FolioDestination destination) {
        if (pattern.equals(NONE) || destination.kind().isTopic()) {
            return false;
        }
        return NamePattern.of(pattern.replace(PLACEHOLDER, "*")).matches(destination.name());
    }
}
