package io.foliomq.jms.selector;

/**
 * Comparisons, one record for each pair of operand kinds that the parser can tell apart. Values of unlike types compare false
 * with every operator, also with {@code <>}; with a null on either side the result is unknown (section 3.8.1.1).
 */
final class Comparison {
    private Comparison() {}

    /** At least one side is a number for certain. */
    record Numbers(NumericExpression left, ComparisonOperator operator, NumericExpression right) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return compareNumbers(source, left, operator, right);
        }
    }

    /** An identifier and a string. */
    record Text(int slot, ComparisonOperator operator, TextLiteral literal) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return switch (source.type(slot)) {
                case NULL -> Truth.UNKNOWN;
                case STRING -> operator.equality(source.textEquals(slot, literal));
                default -> Truth.FALSE;
            };
        }
    }

    /** At least one side is a condition for certain. */
    record Booleans(Condition left, ComparisonOperator operator, Condition right) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            if (isUnlike(left, source) || isUnlike(right, source)) {
                return Truth.FALSE;
            }
            Truth leftTruth = left.truth(source);
            Truth rightTruth = right.truth(source);
            if (leftTruth == Truth.UNKNOWN || rightTruth == Truth.UNKNOWN) {
                return Truth.UNKNOWN;
            }
            return operator.equality(leftTruth == rightTruth);
        }

        private static boolean isUnlike(Condition operand, PropertySource source) {
            if (operand instanceof Identifier identifier) {
                ValueType type = source.type(identifier.slot());
                return type != ValueType.BOOLEAN && type != ValueType.NULL;
            }
            return false;
        }
    }

    /** Two identifiers: only the message tells what is compared. */
    record Identifiers(Identifier left, ComparisonOperator operator, Identifier right) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            ValueType leftType = source.type(left.slot());
            ValueType rightType = source.type(right.slot());
            if (leftType == ValueType.NULL || rightType == ValueType.NULL) {
                return Truth.UNKNOWN;
            }
            if (leftType.isNumeric() && rightType.isNumeric()) {
                return compareNumbers(source, left, operator, right);
            }
            if (leftType != rightType || operator.isOrdering()) {
                return Truth.FALSE;
            }
            return operator.equality(
                    leftType == ValueType.STRING
                            ? source.sameText(left.slot(), right.slot())
                            : source.booleanValue(left.slot()) == source.booleanValue(right.slot()));
        }
    }

    static Truth compareNumbers(
            PropertySource source, NumericExpression left, ComparisonOperator operator, NumericExpression right) {
        Accumulator accumulator = source.accumulator;
        ValueType leftType = left.load(source);
        long leftExact = accumulator.exact;
        double leftApproximate = accumulator.approximate;
        ValueType rightType = right.load(source);
        if (leftType == ValueType.NULL || rightType == ValueType.NULL) {
            return Truth.UNKNOWN;
        }
        if (!leftType.isNumeric() || !rightType.isNumeric()) {
            return Truth.FALSE;
        }
        ValueType common = ValueType.promoted(leftType, rightType);
        if (common == ValueType.EXACT) {
            return Truth.of(operator.test(leftExact, accumulator.exact));
        }
        return Truth.of(operator.test(
                leftType.widen(leftExact, leftApproximate, common),
                rightType.widen(accumulator.exact, accumulator.approximate, common)));
    }
}
