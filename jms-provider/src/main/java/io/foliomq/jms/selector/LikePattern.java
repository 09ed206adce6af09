package io.foliomq.jms.selector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The compiled pattern of a LIKE: code points, and two marks for {@code _} and {@code %}. */
final class LikePattern {
    private static final int ANY_ONE = -1;
    private static final int ANY_RUN = -2;
    private static final int NO_ESCAPE = -3;

    private final int[] elements;
    private final boolean literal;

    private LikePattern(int[] elements, boolean literal) {
        this.elements = elements;
        this.literal = literal;
    }

    /**
     * @param escape the escape character, or an empty string.
     * @return null if the pattern ends with a lone escape character.
     */
    static @Nullable LikePattern compile(String pattern, String escape) {
        int escapeCharacter = escape.isEmpty() ? NO_ESCAPE : escape.codePointAt(0);
        int[] characters = pattern.codePoints().toArray();
        int[] elements = new int[characters.length];
        int count = 0;
        boolean literal = true;
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            if (character == escapeCharacter) {
                if (++i == characters.length) {
                    return null;
                }
                elements[count++] = characters[i];
            } else if (character == '%' || character == '_') {
                literal = false;
                elements[count++] = character == '%' ? ANY_RUN : ANY_ONE;
            } else {
                elements[count++] = character;
            }
        }
        return new LikePattern(Arrays.copyOf(elements, count), literal);
    }

    /** Whether there are no wildcards, so that LIKE means equality with {@link #text()}. */
    boolean isLiteral() {
        return literal;
    }

    /** The characters of a pattern without wildcards. */
    String text() {
        return new String(elements, 0, elements.length);
    }

    /** On a mismatch the last {@code %} takes one character more: earlier ones need no second try. */
    boolean matches(PropertySource source, int slot) {
        int position = source.textStart(slot);
        int end = source.textEnd(slot);
        int next = 0;
        int afterRun = -1;
        int runEnd = position;
        while (position < end) {
            int element = next < elements.length ? elements[next] : NO_ESCAPE;
            if (element == ANY_RUN) {
                afterRun = ++next;
                runEnd = position;
                if (afterRun == elements.length) {
                    return true;
                }
            } else if (element == ANY_ONE || element == source.codePointAt(slot, position)) {
                next++;
                position = source.textNext(slot, position);
            } else if (afterRun < 0) {
                return false;
            } else {
                next = afterRun;
                runEnd = source.textNext(slot, runEnd);
                position = runEnd;
            }
        }
        while (next < elements.length && elements[next] == ANY_RUN) {
            next++;
        }
        return next == elements.length;
    }
}
