package io.foliomq.jms.selector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed message selector (specification section 3.8). Immutable; any number of threads may evaluate it, each with its own
 * {@link PropertySource}.
 */
public final class Selector {
    private static final Selector ALL = new Selector("", new Logic.Constant(Truth.TRUE), List.of(), List.of());

    private final String text;
    private final Condition condition;
    private final List<String> identifiers;
    private final List<TextLiteral> literals;

    private Selector(String text, Condition condition, List<String> identifiers, List<TextLiteral> literals) {
        this.text = text;
        this.condition = condition;
        this.identifiers = identifiers;
        this.literals = literals;
    }

    /**
     * Parses a selector. Null, empty and blank mean none, which is a selector that {@linkplain #matchesAll matches all}.
     *
     * @throws SelectorSyntaxException if the text is not a selector, or nests too deeply.
     */
    public static Selector parse(@Nullable String text) throws SelectorSyntaxException {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        Symbols symbols = new Symbols();
        Condition condition = new Parser(text, symbols).parse();
        return new Selector(text, condition, symbols.identifiers(), symbols.literals());
    }

    /**
     * Whether a property can have the name, which is whether a selector can refer to it: a Java identifier, no reserved word in
     * capitals (in small letters they are in use as names, and the conformance tests of Joram use one), and of the names that begin
     * with {@code JMS} only those with {@code JMSX} and {@code JMS_} (sections 3.5.1, 3.8.1.1).
     */
    public static boolean isPropertyName(String name) {
        return Lexer.isIdentifier(name) && Symbols.isPropertyName(name);
    }

    /** The selector that selects every message. */
    public static Selector all() {
        return ALL;
    }

    /** Whether the message that the source stands on is selected: true, as against false or unknown. Allocates nothing. */
    public boolean matches(PropertySource source) {
        return condition.truth(source) == Truth.TRUE;
    }

    /** Whether there is nothing to evaluate, since no selector was given. */
    public boolean matchesAll() {
        return this == ALL;
    }

    /** The distinct identifiers in the order of their slots. */
    public List<String> identifiers() {
        return identifiers;
    }

    /** The distinct string literals that are compared for equality, each at its {@link TextLiteral#index()}. */
    public List<TextLiteral> literals() {
        return literals;
    }

    /** The text it was parsed from; empty if there was none. */
    @Override
    public String toString() {
        return text;
    }
}
