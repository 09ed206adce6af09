package io.foliomq.jms.selector;

/** The type of a value in a selector. Integers of every width are {@link #EXACT}; {@link #FLOAT} and {@link #DOUBLE} are approximate. */
public enum ValueType {
    /** No value: the property does not exist, or the header field is null. */
    NULL,
    BOOLEAN,
    EXACT,
    FLOAT,
    DOUBLE,
    STRING,
    /** What arithmetic on something that is not a number yields: like nothing, equal to nothing. */
    INVALID;

    boolean isNumeric() {
        return this == EXACT || this == FLOAT || this == DOUBLE;
    }

    /** The type that Java's binary numeric promotion gives two numeric operands. */
    static ValueType promoted(ValueType left, ValueType right) {
        if (left == DOUBLE || right == DOUBLE) {
            return DOUBLE;
        }
        return left == FLOAT || right == FLOAT ? FLOAT : EXACT;
    }

    /** A numeric value of this type as an operand of an approximate operation of type {@code target}. */
    double widen(long exact, double approximate, ValueType target) {
        if (this != EXACT) {
            return approximate;
        }
        return target == FLOAT ? (float) exact : (double) exact;
    }
}
