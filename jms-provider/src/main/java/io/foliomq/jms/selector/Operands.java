package io.foliomq.jms.selector;

/** Finds the comparison for two operands by what is known of them, and refuses two that can never be compared. */
final class Operands {
    private final Lexer lexer;
    private final Symbols symbols;

    Operands(Lexer lexer, Symbols symbols) {
        this.lexer = lexer;
        this.symbols = symbols;
    }

    Condition compare(Token leftStart, Expression left, ComparisonOperator operator, Token rightStart, Expression right)
            throws SelectorSyntaxException {
        if (left instanceof Identifier leftIdentifier) {
            if (right instanceof Identifier rightIdentifier) {
                return new Comparison.Identifiers(leftIdentifier, operator, rightIdentifier);
            }
            return compareToKnown(leftIdentifier, operator, rightStart, right, true);
        }
        if (right instanceof Identifier rightIdentifier) {
            return compareToKnown(rightIdentifier, operator, leftStart, left, false);
        }
        if (left instanceof NumericExpression leftNumber && right instanceof NumericExpression rightNumber) {
            return new Comparison.Numbers(leftNumber, operator, rightNumber);
        }
        if (operator.isOrdering()) {
            Expression culprit = left instanceof NumericExpression ? right : left;
            throw unordered(culprit == left ? leftStart : rightStart, culprit, operator);
        }
        if (left instanceof Condition leftCondition && right instanceof Condition rightCondition) {
            return new Comparison.Booleans(leftCondition, operator, rightCondition);
        }
        if (left instanceof TextLiteral leftText && right instanceof TextLiteral rightText) {
            return new Logic.Constant(operator.equality(leftText.text().equals(rightText.text())));
        }
        throw lexer.error(rightStart.position(), right.describe(), "something to compare with " + left.describe());
    }

    private Condition compareToKnown(
            Identifier identifier, ComparisonOperator operator, Token start, Expression known, boolean identifierIsLeft)
            throws SelectorSyntaxException {
        if (known instanceof NumericExpression number) {
            return identifierIsLeft
                    ? new Comparison.Numbers(identifier, operator, number)
                    : new Comparison.Numbers(number, operator, identifier);
        }
        if (operator.isOrdering()) {
            throw unordered(start, known, operator);
        }
        if (known instanceof TextLiteral text) {
            return new Comparison.Text(identifier.slot(), operator, symbols.literal(text.text()));
        }
        return new Comparison.Booleans(identifier, operator, (Condition) known);
    }

    private SelectorSyntaxException unordered(Token start, Expression culprit, ComparisonOperator operator) {
        return lexer.error(
                start.position(), culprit.describe(), "a number or an identifier beside " + operator.symbol());
    }
}
