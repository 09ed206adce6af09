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
}
