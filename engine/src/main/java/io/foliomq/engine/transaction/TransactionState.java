package io.foliomq.engine.transaction;

/** The state of a transaction file. The ordinal is on disk. */
public enum TransactionState {
    /** Nothing to do: not committed yet, or applied. */
    IDLE,
    /** Decided by nobody yet; outlives its member. */
    PREPARED,
    /** Takes effect, whoever applies it. */
    COMMITTED;

    private static final TransactionState[] BY_ORDINAL = values();

    static TransactionState of(long ordinal) {
        return ordinal >= 0 && ordinal < BY_ORDINAL.length ? BY_ORDINAL[(int) ordinal] : IDLE;
    }
}
