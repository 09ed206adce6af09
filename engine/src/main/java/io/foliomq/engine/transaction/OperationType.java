package io.foliomq.engine.transaction;

/** What an operation of a transaction does. The ordinal is on disk. */
public enum OperationType {
    APPEND,
    ACKNOWLEDGE,
    DISCARD;

    private static final OperationType[] BY_ORDINAL = values();

    static boolean isOne(int ordinal) {
        return ordinal >= 0 && ordinal < BY_ORDINAL.length;
    }

    static OperationType of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }
}
