package io.foliomq.jms.selector;

/**
 * A token of a selector.
 *
 * @param position where it begins.
 * @param text what it is written like; of a string literal, its value.
 * @param exact the value of an exact number.
 * @param approximate the value of an approximate number.
 */
record Token(Kind kind, int position, String text, long exact, double approximate) {
    enum Kind {
        IDENTIFIER,
        STRING,
        EXACT,
        /** The decimal magnitude of the least long, which is a number behind a minus sign only. */
        EXACT_MINIMUM,
        FLOAT,
        DOUBLE,
        KEYWORD,
        SYMBOL,
        END
    }

    static Token word(Kind kind, int position, String text) {
        return new Token(kind, position, text, 0, 0);
    }

    /** Whether it is that symbol or, in capitals, that keyword. */
    boolean is(String expected) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(expected);
    }

    String describe() {
        return switch (kind) {
            case END -> "end of selector";
            case STRING -> "'" + text + "'";
            default -> text;
        };
    }
}
