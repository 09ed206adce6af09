package io.foliomq.jms.selector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numeric literals in the syntax of the Java language. An exact one has the range of {@code long}, with or without the suffix; a
 * hexadecimal, octal or binary one means the 64 bits that it spells.
 */
final class NumberLiteral {
    private static final String DIGITS = "[0-9](?:[0-9_]*[0-9])?";
    private static final String HEX_DIGITS = "[0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?";
    private static final String BINARY_DIGITS = "[01](?:[01_]*[01])?";
    private static final String EXPONENT = "[eE][+-]?" + DIGITS;
    private static final String SUFFIX = "([fFdD])?";

    private static final Pattern APPROXIMATE = Pattern.compile("(?:0[xX](?:" + HEX_DIGITS + "\\.?|(?:" + HEX_DIGITS
            + ")?\\." + HEX_DIGITS + ")[pP][+-]?" + DIGITS + SUFFIX
            + "|(?:" + DIGITS + "\\.(?:" + DIGITS + ")?|\\." + DIGITS + ")(?:" + EXPONENT + ")?" + SUFFIX
            + "|" + DIGITS + EXPONENT + SUFFIX
            + "|" + DIGITS + "([fFdD]))");
    private static final Pattern EXACT =
            Pattern.compile("(?:0[xX](" + HEX_DIGITS + ")|0[bB](" + BINARY_DIGITS + ")|(" + DIGITS + "))[lL]?");

    private NumberLiteral() {}

    static boolean startsAt(String selector, int position) {
        return isDigit(selector, position) || (selector.charAt(position) == '.' && isDigit(selector, position + 1));
    }

    private static boolean isDigit(String selector, int position) {
        return position < selector.length() && selector.charAt(position) >= '0' && selector.charAt(position) <= '9';
    }

    /** The literal at a position where one {@linkplain #startsAt starts}. */
    static Token read(String selector, int position) throws SelectorSyntaxException {
        Matcher approximate = APPROXIMATE.matcher(selector).region(position, selector.length());
        if (approximate.lookingAt()) {
            return approximate(selector, position, approximate.group());
        }
        Matcher exact = EXACT.matcher(selector).region(position, selector.length());
        if (!exact.lookingAt()) {
            throw error(selector, position, selector.substring(position));
        }
        try {
            return exact(position, exact);
        } catch (NumberFormatException e) {
            throw error(selector, position, exact.group());
        }
    }

    private static Token exact(int position, Matcher literal) {
        String text = literal.group();
        if (literal.group(1) != null) {
            return exact(position, text, unsigned(literal.group(1), 16));
        }
        if (literal.group(2) != null) {
            return exact(position, text, unsigned(literal.group(2), 2));
        }
        String digits = literal.group(3).replace("_", "");
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            return exact(position, text, unsigned(digits, 8));
        }
        if (digits.equals("9223372036854775808")) {
            return new Token(Token.Kind.EXACT_MINIMUM, position, text, Long.MIN_VALUE, 0);
        }
        return exact(position, text, Long.parseLong(digits));
    }

    private static long unsigned(String digits, int radix) {
        return Long.parseUnsignedLong(digits.replace("_", ""), radix);
    }

    private static Token exact(int position, String text, long value) {
        return new Token(Token.Kind.EXACT, position, text, value, 0);
    }

    private static Token approximate(String selector, int position, String text) throws SelectorSyntaxException {
        char last = text.charAt(text.length() - 1);
        boolean isHex = text.length() > 1 && Character.toLowerCase(text.charAt(1)) == 'x';
        boolean isFloat = last == 'f' || last == 'F';
        String digits = text.replace("_", "");
        double value = isFloat ? Float.parseFloat(digits) : Double.parseDouble(digits);
        boolean isZero = digits.substring(isHex ? 2 : 0)
                .split(isHex ? "[pP]" : "[eEfFdD]", 2)[0]
                .matches("[0.]*");
        if (Double.isInfinite(value) || (value == 0 && !isZero)) {
            throw error(selector, position, text);
        }
        return new Token(isFloat ? Token.Kind.FLOAT : Token.Kind.DOUBLE, position, text, 0, value);
    }

    private static SelectorSyntaxException error(String selector, int position, String found) {
        return new SelectorSyntaxException(
                selector, position, found, "a number in Java syntax, in the range of long or double");
    }
}
