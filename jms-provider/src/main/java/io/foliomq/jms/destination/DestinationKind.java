package io.foliomq.jms.destination;

import org.jspecify.annotations.Nullable;

/** The four kinds of destination, each with the scheme that its textual form begins with. */
public enum DestinationKind {
    QUEUE("queue", false, false),
    TOPIC("topic", true, false),
    TEMPORARY_QUEUE("temp-queue", false, true),
    TEMPORARY_TOPIC("temp-topic", true, true);

    private static final String SCHEME_END = "://";

    private final String scheme;
    private final boolean topic;
    private final boolean temporary;

    DestinationKind(String scheme, boolean topic, boolean temporary) {
        this.scheme = scheme;
        this.topic = topic;
        this.temporary = temporary;
    }

    /** What stands before {@code ://} in the textual form. */
    public String scheme() {
        return scheme;
    }

    /** What stands before the name in the textual form. */
    String prefix() {
        return scheme + SCHEME_END;
    }

    /** The kind whose textual form the text begins like; null if that is none. */
    static @Nullable DestinationKind ofText(String text) {
        for (DestinationKind kind : values()) {
            if (text.startsWith(kind.prefix())) {
                return kind;
            }
        }
        return null;
    }

    /** Whether every subscription gets its own copy of a message. */
    public boolean isTopic() {
        return topic;
    }

    /** Whether the destination lives no longer than the connection that made it. */
    public boolean isTemporary() {
        return temporary;
    }
}
