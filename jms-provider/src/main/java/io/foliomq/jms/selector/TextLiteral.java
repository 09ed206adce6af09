package io.foliomq.jms.selector;

/**
 * A string literal of a selector. A {@link PropertySource} may prepare an encoded form of each, once for each selector, and look
 * it up by {@link #index()}.
 */
public final class TextLiteral implements Expression {
    private final int index;
    private final String text;

    TextLiteral(int index, String text) {
        this.index = index;
        this.text = text;
    }

    /** The position in {@link Selector#literals()}. */
    public int index() {
        return index;
    }

    /** The value, without quotes. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "'" + text.replace("'", "''") + "'";
    }
}
