package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a tailer reads.
 *
 * @param filter what it wants; {@code null} = everything
 * @param mismatch what becomes of a record that it does not want
 * @param exclusive fail if the subscription has another open tailer in any process, and let no other open while this one is
 * @param waiter what wakes its consumer; several tailers may share one; {@code null} = its own
 */
public record TailerOptions(
        @Nullable RecordFilter filter,
        Mismatch mismatch,
        boolean exclusive,
        @Nullable Waiter waiter) {
    /** Everything, shared with other tailers, own waiter. */
    public static final TailerOptions DEFAULT = new TailerOptions(null, Mismatch.SKIP, false, null);

    /** What becomes of a record that the filter does not match. */
    public enum Mismatch {
        /** It stays for others (a queue). */
        SKIP,
        /** It is settled: nobody else will want it (a subscription with a selector). */
        SETTLE
    }

    public TailerOptions withFilter(@Nullable RecordFilter newFilter, Mismatch newMismatch) {
        return new TailerOptions(newFilter, newMismatch, exclusive, waiter);
    }

    public TailerOptions withExclusive(boolean newExclusive) {
        return new TailerOptions(filter, mismatch, newExclusive, waiter);
    }

    public TailerOptions withWaiter(@Nullable Waiter newWaiter) {
        return new TailerOptions(filter, mismatch, exclusive, newWaiter);
    }
}
