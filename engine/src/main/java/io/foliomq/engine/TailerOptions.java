package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a tailer reads.
 *
 * @param filter what it wants; {@code null} = everything
 * @param mismatch what becomes of a record that it does not want
 * @param exclusive fail if the subscription has another open tailer in any process, and let no other open while this one is
 * @param waiter what wakes its consumer; several tailers may share one; {@code null} = its own
 * @param sole as long as it is open, and was the first of its kind, no other tailer gets anything; those that are sole too stand by to take over
 * @param groups what it does about the groups of records
 */
public record TailerOptions(
        @Nullable RecordFilter filter,
        Mismatch mismatch,
        boolean exclusive,
        @Nullable Waiter waiter,
        boolean sole,
        Groups groups) {
    /** Everything, shared with other tailers, own waiter. */
    public static final TailerOptions DEFAULT = new TailerOptions(null, Mismatch.SKIP, false, null);

    /** One among others, which takes the groups that nobody has. */
    public TailerOptions(@Nullable RecordFilter filter, Mismatch mismatch, boolean exclusive, @Nullable Waiter waiter) {
        this(filter, mismatch, exclusive, waiter, false, Groups.TAKE);
    }

    /** What a tailer does about groups, each of which one tailer has at a time. */
    public enum Groups {
        /** It takes groups that no tailer has, and keeps them until it is closed. */
        TAKE,
        /** As well, and asks the others to give up what they have more than a fair share. */
        SPREAD,
        /** It takes records whoever has their groups, and even if another tailer is sole: for tools. */
        IGNORE
    }

    /** What becomes of a record that the filter does not match. */
    public enum Mismatch {
        /** It stays for others (a queue). */
        SKIP,
        /** It is settled: nobody else will want it (a subscription with a selector). */
        SETTLE
    }

    public TailerOptions withFilter(@Nullable RecordFilter newFilter, Mismatch newMismatch) {
        return new TailerOptions(newFilter, newMismatch, exclusive, waiter, sole, groups);
    }

    public TailerOptions withExclusive(boolean newExclusive) {
        return new TailerOptions(filter, mismatch, newExclusive, waiter, sole, groups);
    }

    public TailerOptions withWaiter(@Nullable Waiter newWaiter) {
        return new TailerOptions(filter, mismatch, exclusive, newWaiter, sole, groups);
    }

    public TailerOptions withSole(boolean newSole) {
        return new TailerOptions(filter, mismatch, exclusive, waiter, newSole, groups);
    }

    public TailerOptions withGroups(Groups newGroups) {
        return new TailerOptions(filter, mismatch, exclusive, waiter, sole, newGroups);
    }
}
