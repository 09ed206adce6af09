package io.foliomq.engine.transaction;

/** The state of a transaction file. The ordinal is on disk, in the low byte of the state word. */
public enum TransactionState {
    /** Nothing to do: not committed yet, or applied. */
    IDLE,
    /** Decided by nobody yet; outlives its member. */
    PREPARED,
    /** Takes effect, whoever applies it. */
    COMMITTED,
    /** Was prepared; its leases are being released, whoever does it. */
    ROLLED_BACK;

    private static final int MASK = 0xFF;

    private static final TransactionState[] BY_ORDINAL = values();

    static TransactionState of(long word) {
        int ordinal = (int) word & MASK;
        return ordinal < BY_ORDINAL.length ? BY_ORDINAL[ordinal] : IDLE;
    }
}
