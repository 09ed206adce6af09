package io.foliomq.engine;

/**
 * A transaction that was prepared and is neither committed nor rolled back in full.
 *
 * @param branch its name
 * @param preparedMs when it was prepared, ms since the epoch
 * @param operations how many appends, acknowledgements and discards it has
 */
public record PreparedTransaction(BranchId branch, long preparedMs, int operations) {}
