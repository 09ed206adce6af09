package io.foliomq.jms.selector;

/** The value of the numeric expression evaluated last; which field counts follows from the type it returned. */
final class Accumulator {
    long exact;
    float single;
    double precise;

    /** The value, promoted to double. */
    double asDouble(ValueType type) {
        return switch (type) {
            case EXACT -> exact;
            case FLOAT -> single;
            default -> precise;
        };
    }

    /** The value of an exact or float operand, promoted to float. */
    float asFloat(ValueType type) {
        return type == ValueType.EXACT ? exact : single;
    }
}
