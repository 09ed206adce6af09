package io.foliomq.jms.selector;

/**
 * Numbers and what is calculated from them, with Java's numeric promotion; exact values are {@code long}. Null in, null out; what
 * is not a number makes the result {@link ValueType#INVALID}. Dividing an exact value by zero has no value: null.
 */
final class Arithmetic {
    private Arithmetic() {}

    record Exact(long value) implements NumericExpression {
        @Override
        public ValueType load(PropertySource source) {
            source.accumulator.exact = value;
            return ValueType.EXACT;
        }
    }

    /** A literal with a decimal point, an exponent, or the suffix of a float or double. */
    record Approximate(double value, ValueType type) implements NumericExpression {
        @Override
        public ValueType load(PropertySource source) {
            source.accumulator.approximate = value;
            return type;
        }
    }

    record Plus(NumericExpression operand) implements NumericExpression {
        @Override
        public ValueType load(PropertySource source) {
            return numericOrNull(operand.load(source));
        }
    }

    record Negation(NumericExpression operand) implements NumericExpression {
        @Override
        public ValueType load(PropertySource source) {
            ValueType type = numericOrNull(operand.load(source));
            source.accumulator.exact = -source.accumulator.exact;
            source.accumulator.approximate = -source.accumulator.approximate;
            return type;
        }
    }

    /** Operands of one precedence, from left to right: {@code operators[i]} stands before {@code operands[i]}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared: a node of a tree
    record Chain(NumericExpression first, char[] operators, NumericExpression[] operands) implements NumericExpression {
        @Override
        public ValueType load(PropertySource source) {
            Accumulator accumulator = source.accumulator;
            ValueType type = numericOrNull(first.load(source));
            for (int i = 0; i < operands.length && type.isNumeric(); i++) {
                long exact = accumulator.exact;
                double approximate = accumulator.approximate;
                ValueType nextType = numericOrNull(operands[i].load(source));
                if (!nextType.isNumeric()) {
                    return nextType;
                }
                ValueType common = ValueType.promoted(type, nextType);
                if (common == ValueType.EXACT) {
                    type = apply(operators[i], exact, accumulator);
                } else {
                    double left = type.widen(exact, approximate, common);
                    double right = nextType.widen(accumulator.exact, accumulator.approximate, common);
                    double result = apply(operators[i], left, right);
                    // One operation on floats calculated in double and then rounded is the float operation.
                    accumulator.approximate = common == ValueType.FLOAT ? (float) result : result;
                    type = common;
                }
            }
            return type;
        }

        private static ValueType apply(char operator, long left, Accumulator accumulator) {
            long right = accumulator.exact;
            if (operator == '/' && right == 0) {
                return ValueType.NULL;
            }
            accumulator.exact = switch (operator) {
                case '+' -> left + right;
                case '-' -> left - right;
                case '*' -> left * right;
                default -> left / right;
            };
            return ValueType.EXACT;
        }

        private static double apply(char operator, double left, double right) {
            return switch (operator) {
                case '+' -> left + right;
                case '-' -> left - right;
                case '*' -> left * right;
                default -> left / right;
            };
        }
    }

    private static ValueType numericOrNull(ValueType type) {
        return type.isNumeric() || type == ValueType.NULL ? type : ValueType.INVALID;
    }
}
