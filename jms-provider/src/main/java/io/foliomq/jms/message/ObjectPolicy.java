package io.foliomq.jms.message;

import java.util.Collection;

/** Which classes an {@code ObjectMessage} may read. Immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class ObjectPolicy {
    private ObjectPolicy() {}

    /** Nothing is read: the default. */
    public static ObjectPolicy trustNothing() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads the named classes and all classes of the named packages; {@code *} is all. */
    public static ObjectPolicy trusting(Collection<String> packagesAndClasses) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads {@link #trusting(Collection)} from a comma separated list, the value of {@code jms.trustedPackages}. */
    public static ObjectPolicy parse(String commaSeparated) {
        throw new UnsupportedOperationException("not yet");
    }
}
