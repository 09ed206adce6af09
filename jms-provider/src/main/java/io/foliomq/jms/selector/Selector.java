package io.foliomq.jms.selector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed message selector (specification section 3.8). Immutable; any number of threads may evaluate it, each with its own
 * {@link PropertySource}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Selector {
    private Selector() {}

    /**
     * Parses a selector. Null, empty and blank mean none, which is a selector that {@linkplain #matchesAll matches all}.
     *
     * @throws SelectorSyntaxException if the text is not a selector, or nests too deeply.
     */
    public static Selector parse(@Nullable String text) throws SelectorSyntaxException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Whether the message that the source stands on is selected: true, as against false or unknown. Allocates nothing. */
    public boolean matches(PropertySource source) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Whether there is nothing to evaluate. */
    public boolean matchesAll() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The distinct identifiers in the order of their slots. */
    public List<String> identifiers() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The distinct string literals that are compared for equality, each at its {@link TextLiteral#index()}. */
    public List<TextLiteral> literals() {
        throw new UnsupportedOperationException("not yet");
    }
}
