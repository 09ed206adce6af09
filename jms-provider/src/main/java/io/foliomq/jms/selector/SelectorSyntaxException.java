package io.foliomq.jms.selector;

/** A selector that does not follow the grammar of specification section 3.8. The message names position, found and expected. */
public final class SelectorSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String found;
    private final String expected;

    SelectorSyntaxException(String selector, int position, String found, String expected) {
        super("selector syntax: position=" + position + ", found=" + found + ", expected=" + expected + ", selector="
                + selector);
        this.position = position;
        this.found = found;
        this.expected = expected;
    }

    /** The index of the offending character, from 0. */
    public int position() {
        return position;
    }

    /** What stands there. */
    public String found() {
        return found;
    }

    /** What could stand there. */
    public String expected() {
        return expected;
    }
}
