package io.foliomq.jms.selector;

/** NOT, AND, OR, and conditions that are what they are. */
final class Logic {
    private Logic() {}

    record Constant(Truth value) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return value;
        }
    }

    record Not(Condition operand) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            return operand.truth(source).negated();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared: a node of a tree
    record And(Condition[] operands) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            Truth result = Truth.TRUE;
            for (Condition operand : operands) {
                Truth truth = operand.truth(source);
                if (truth == Truth.FALSE) {
                    return Truth.FALSE;
                }
                if (truth == Truth.UNKNOWN) {
                    result = Truth.UNKNOWN;
                }
            }
            return result;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared: a node of a tree
    record Or(Condition[] operands) implements Condition {
        @Override
        public Truth truth(PropertySource source) {
            Truth result = Truth.FALSE;
            for (Condition operand : operands) {
                Truth truth = operand.truth(source);
                if (truth == Truth.TRUE) {
                    return Truth.TRUE;
                }
                if (truth == Truth.UNKNOWN) {
                    result = Truth.UNKNOWN;
                }
            }
            return result;
        }
    }
}
