package io.foliomq.jms.selector;

import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent over the grammar of section 3.8.1.1. From the loosest to the tightest: OR, AND, NOT, one comparison or
 * predicate, {@code + -}, {@code * /}, sign. Chains of one operator become one node, so the tree is as deep as the nesting.
 */
final class Parser {
    /** How deep parentheses, NOTs and signs may nest. Evaluation recurses as deep as that. */
    static final int MAX_NESTING = 200;

    private final Lexer lexer;
    private final Symbols symbols;
    private Token token;
    private int nesting;

    Parser(String selector, Symbols symbols) throws SelectorSyntaxException {
        this.lexer = new Lexer(selector);
        this.symbols = symbols;
        this.token = lexer.next();
    }

    Condition parse() throws SelectorSyntaxException {
        Token start = token;
        Condition condition = condition(start, disjunction());
        if (token.kind() != Token.Kind.END) {
            throw unexpected("an operator or the end of the selector");
        }
        return condition;
    }

    private Expression disjunction() throws SelectorSyntaxException {
        Token start = token;
        Expression first = conjunction();
        if (!token.is("OR")) {
            return first;
        }
        List<Condition> operands = new ArrayList<>();
        operands.add(condition(start, first));
        while (accept("OR")) {
            Token next = token;
            operands.add(condition(next, conjunction()));
        }
        return new Logic.Or(operands.toArray(new Condition[0]));
    }

    private Expression conjunction() throws SelectorSyntaxException {
        Token start = token;
        Expression first = negation();
        if (!token.is("AND")) {
            return first;
        }
        List<Condition> operands = new ArrayList<>();
        operands.add(condition(start, first));
        while (accept("AND")) {
            Token next = token;
            operands.add(condition(next, negation()));
        }
        return new Logic.And(operands.toArray(new Condition[0]));
    }

    private Expression negation() throws SelectorSyntaxException {
        if (!accept("NOT")) {
            return predicate();
        }
        descend();
        Token start = token;
        Condition operand = condition(start, negation());
        nesting--;
        return new Logic.Not(operand);
    }

    private Expression predicate() throws SelectorSyntaxException {
        Token start = token;
        Expression left = sum();
        for (ComparisonOperator operator : ComparisonOperator.values()) {
            if (accept(operator.symbol())) {
                Token rightStart = token;
                return new Operands(lexer, symbols).compare(start, left, operator, rightStart, sum());
            }
        }
        if (accept("IS")) {
            boolean negated = accept("NOT");
            require("NULL");
            return new Membership.IsNull(identifier(start, left).slot(), negated);
        }
        boolean negated = accept("NOT");
        if (accept("BETWEEN")) {
            return between(number(start, left), negated);
        }
        if (accept("IN")) {
            return in(identifier(start, left), negated);
        }
        if (accept("LIKE")) {
            return like(identifier(start, left), negated);
        }
        if (negated) {
            throw unexpected("BETWEEN, IN or LIKE");
        }
        return left;
    }

    /** {@code a NOT BETWEEN b AND c} is {@code a < b OR a > c}, which for a string is false like BETWEEN itself. */
    private Condition between(NumericExpression value, boolean negated) throws SelectorSyntaxException {
        Token lowStart = token;
        NumericExpression low = number(lowStart, sum());
        require("AND");
        Token highStart = token;
        NumericExpression high = number(highStart, sum());
        if (negated) {
            return new Logic.Or(new Condition[] {
                new Comparison.Numbers(value, ComparisonOperator.LESS, low),
                new Comparison.Numbers(value, ComparisonOperator.GREATER, high)
            });
        }
        return new Logic.And(new Condition[] {
            new Comparison.Numbers(value, ComparisonOperator.GREATER_OR_EQUAL, low),
            new Comparison.Numbers(value, ComparisonOperator.LESS_OR_EQUAL, high)
        });
    }

    private Condition in(Identifier identifier, boolean negated) throws SelectorSyntaxException {
        require("(");
        List<TextLiteral> literals = new ArrayList<>();
        do {
            literals.add(symbols.literal(string()));
        } while (accept(","));
        require(")");
        return new Membership.In(identifier.slot(), literals.toArray(new TextLiteral[0]), negated);
    }

    private Condition like(Identifier identifier, boolean negated) throws SelectorSyntaxException {
        Token patternToken = token;
        String text = string();
        String escape = "";
        if (accept("ESCAPE")) {
            Token escapeToken = token;
            escape = string();
            if (escape.codePointCount(0, escape.length()) != 1) {
                throw lexer.error(escapeToken.position(), escapeToken.describe(), "a string of one character");
            }
        }
        LikePattern pattern = LikePattern.compile(text, escape);
        if (pattern == null) {
            throw lexer.error(
                    patternToken.position(), patternToken.describe(), "a character behind each escape character");
        }
        if (pattern.isLiteral()) {
            ComparisonOperator operator = negated ? ComparisonOperator.NOT_EQUAL : ComparisonOperator.EQUAL;
            return new Comparison.Text(identifier.slot(), operator, symbols.literal(pattern.text()));
        }
        return new Membership.Like(identifier.slot(), pattern, negated);
    }

    private Expression sum() throws SelectorSyntaxException {
        Token start = token;
        Expression first = product();
        return token.is("+") || token.is("-") ? chain(start, first, "+", "-") : first;
    }

    private Expression product() throws SelectorSyntaxException {
        Token start = token;
        Expression first = sign();
        return token.is("*") || token.is("/") ? chain(start, first, "*", "/") : first;
    }

    private Expression chain(Token start, Expression first, String one, String other) throws SelectorSyntaxException {
        NumericExpression head = number(start, first);
        StringBuilder operators = new StringBuilder();
        List<NumericExpression> operands = new ArrayList<>();
        while (token.is(one) || token.is(other)) {
            operators.append(token.text());
            advance();
            Token next = token;
            operands.add(number(next, one.equals("+") ? product() : sign()));
        }
        return new Arithmetic.Chain(
                head, operators.toString().toCharArray(), operands.toArray(new NumericExpression[0]));
    }

    private Expression sign() throws SelectorSyntaxException {
        if (accept("+")) {
            return new Arithmetic.Plus(signed());
        }
        if (!accept("-")) {
            return primary();
        }
        if (token.kind() == Token.Kind.EXACT_MINIMUM) {
            long value = token.exact();
            advance();
            return new Arithmetic.Exact(value);
        }
        return new Arithmetic.Negation(signed());
    }

    private NumericExpression signed() throws SelectorSyntaxException {
        descend();
        Token start = token;
        NumericExpression operand = number(start, sign());
        nesting--;
        return operand;
    }

    private Expression primary() throws SelectorSyntaxException {
        Token current = token;
        if (accept("(")) {
            descend();
            Expression inner = disjunction();
            require(")");
            nesting--;
            return inner;
        }
        if (accept("TRUE")) {
            return new Logic.Constant(Truth.TRUE);
        }
        if (accept("FALSE")) {
            return new Logic.Constant(Truth.FALSE);
        }
        Expression literalOrName = switch (current.kind()) {
            case IDENTIFIER -> name(current);
            case STRING -> new TextLiteral(-1, current.text());
            case EXACT -> new Arithmetic.Exact(current.exact());
            case FLOAT -> new Arithmetic.Approximate(current.approximate(), ValueType.FLOAT);
            case DOUBLE -> new Arithmetic.Approximate(current.approximate(), ValueType.DOUBLE);
            case EXACT_MINIMUM -> throw unexpected("a number in the range of long");
            case KEYWORD, SYMBOL, END -> throw unexpected("an identifier, a literal or (");
        };
        advance();
        return literalOrName;
    }

    private Identifier name(Token current) throws SelectorSyntaxException {
        if (!Symbols.isAllowed(current.text())) {
            throw unexpected(
                    "JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID, JMSType, JMSX…"
                            + " or JMS_… of the names that begin with JMS");
        }
        return symbols.identifier(current.text());
    }

    private String string() throws SelectorSyntaxException {
        if (token.kind() != Token.Kind.STRING) {
            throw unexpected("a string");
        }
        String text = token.text();
        advance();
        return text;
    }

    private Condition condition(Token start, Expression expression) throws SelectorSyntaxException {
        if (expression instanceof Condition condition) {
            return condition;
        }
        throw lexer.error(start.position(), expression.describe(), "a condition");
    }

    private NumericExpression number(Token start, Expression expression) throws SelectorSyntaxException {
        if (expression instanceof NumericExpression number) {
            return number;
        }
        throw lexer.error(start.position(), expression.describe(), "a number or an identifier");
    }

    private Identifier identifier(Token start, Expression expression) throws SelectorSyntaxException {
        if (expression instanceof Identifier identifier) {
            return identifier;
        }
        throw lexer.error(start.position(), expression.describe(), "an identifier");
    }

    private void descend() throws SelectorSyntaxException {
        if (++nesting > MAX_NESTING) {
            throw unexpected("at most " + MAX_NESTING + " levels of nesting");
        }
    }

    private boolean accept(String expected) throws SelectorSyntaxException {
        if (!token.is(expected)) {
            return false;
        }
        advance();
        return true;
    }

    private void require(String expected) throws SelectorSyntaxException {
        if (!accept(expected)) {
            throw unexpected(expected);
        }
    }

    private void advance() throws SelectorSyntaxException {
        token = lexer.next();
    }

    private SelectorSyntaxException unexpected(String expected) {
        return lexer.error(token.position(), token.describe(), expected);
    }
}
