package io.foliomq.jms.selector;

import java.util.Locale;
import java.util.Set;

/** Cuts a selector into tokens, one at a time. */
final class Lexer {
    private static final Set<String> KEYWORDS =
            Set.of("NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "NULL", "TRUE", "FALSE");
    private static final String SINGLE_SYMBOLS = "=+-*/(),";

    private final String selector;
    private int position;

    Lexer(String selector) {
        this.selector = selector;
    }

    Token next() throws SelectorSyntaxException {
        skipWhiteSpace();
        if (position == selector.length()) {
            return Token.word(Token.Kind.END, position, "");
        }
        int character = selector.codePointAt(position);
        if (Character.isJavaIdentifierStart(character)) {
            return word();
        }
        if (character == '\'') {
            return string();
        }
        if (NumberLiteral.startsAt(selector, position)) {
            Token number = NumberLiteral.read(selector, position);
            position += number.text().length();
            return number;
        }
        return symbol(character);
    }

    /** Whether the whole text is one identifier; words that are keywords but for their capitals pass, though no selector can refer to them. */
    static boolean isIdentifier(String text) {
        if (text.isEmpty() || !Character.isJavaIdentifierStart(text.codePointAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!Character.isJavaIdentifierPart(text.codePointAt(i))) {
                return false;
            }
        }
        return !KEYWORDS.contains(text);
    }

    SelectorSyntaxException error(int at, String found, String expected) {
        return new SelectorSyntaxException(selector, at, found, expected);
    }

    private void skipWhiteSpace() {
        while (position < selector.length() && isWhiteSpace(selector.charAt(position))) {
            position++;
        }
    }

    /** White space as the Java language has it (section 3.8.1.1), which is less than the Character class has. */
    private static boolean isWhiteSpace(char character) {
        return character == ' ' || character == '\t' || character == '\f' || character == '\n' || character == '\r';
    }

    private Token word() {
        int start = position;
        while (position < selector.length()) {
            int character = selector.codePointAt(position);
            if (!Character.isJavaIdentifierPart(character)) {
                break;
            }
            position += Character.charCount(character);
        }
        String text = selector.substring(start, position);
        String capitals = text.toUpperCase(Locale.ROOT);
        return KEYWORDS.contains(capitals)
                ? Token.word(Token.Kind.KEYWORD, start, capitals)
                : Token.word(Token.Kind.IDENTIFIER, start, text);
    }

    private Token string() throws SelectorSyntaxException {
        int start = position;
        StringBuilder text = new StringBuilder();
        int from = position + 1;
        while (true) {
            int quote = selector.indexOf('\'', from);
            if (quote < 0) {
                throw error(start, selector.substring(start), "a closing quote");
            }
            text.append(selector, from, quote);
            position = quote + 1;
            if (position == selector.length() || selector.charAt(position) != '\'') {
                return Token.word(Token.Kind.STRING, start, text.toString());
            }
            text.append('\'');
            from = position + 1;
        }
    }

    private Token symbol(int character) throws SelectorSyntaxException {
        int start = position;
        String text;
        if (character == '<' || character == '>') {
            char following = position + 1 < selector.length() ? selector.charAt(position + 1) : ' ';
            boolean pair = following == '=' || (character == '<' && following == '>');
            text = selector.substring(start, start + (pair ? 2 : 1));
        } else if (SINGLE_SYMBOLS.indexOf(character) >= 0) {
            text = selector.substring(start, start + 1);
        } else {
            throw error(start, Character.toString(character), "an identifier, a literal or an operator");
        }
        position += text.length();
        return Token.word(Token.Kind.SYMBOL, start, text);
    }
}
