package io.foliomq.jms.selector;

/** Whatever a part of a selector can be. An {@link Identifier} is a number, a condition or a text, as its value will tell. */
sealed interface Expression permits Condition, NumericExpression, TextLiteral {
    /** What to call it in an error. */
    default String describe() {
        if (this instanceof Identifier) {
            return "an identifier";
        }
        if (this instanceof TextLiteral) {
            return "a string";
        }
        return this instanceof NumericExpression ? "a number" : "a condition";
    }
}
