package io.foliomq.engine;

import io.foliomq.engine.ledger.GroupTable;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;

/**
 * What one tailer's walk over one lane left behind because of groups: for each bucket the lowest sequence that was somebody else's, or waited for its redelivery, when the walk passed it. Nothing
 * of the bucket that follows may be taken before the walk has been there again. Not thread-safe.
 */
final class GroupGate {
    static final long NOTHING = Long.MAX_VALUE;

    private final long[] passed = new long[GroupTable.BUCKETS];
    private final IntArrayList marked = new IntArrayList();

    GroupGate() {
        Arrays.fill(passed, NOTHING);
    }

    /** The walk leaves a record of the bucket behind. */
    void pass(int bucket, long sequence) {
        if (passed[bucket] == NOTHING) {
            marked.addInt(bucket);
        }
        passed[bucket] = Math.min(passed[bucket], sequence);
    }

    /** The lowest sequence of the bucket that was left behind; {@link #NOTHING} if none was. */
    long lowest(int bucket) {
        return passed[bucket];
    }

    /** Whether this is the lowest of its bucket that was left behind. */
    boolean isLowest(long sequence) {
        for (int i = 0; i < marked.size(); i++) {
            if (passed[marked.getInt(i)] == sequence) {
                return true;
            }
        }
        return false;
    }

    /** Chooses buckets. */
    interface Choice {
        boolean isChosen(int bucket);
    }

    /** The lowest sequence of these buckets that was left behind; {@link #NOTHING} if none was. */
    long lowestOf(Choice choice) {
        long lowest = NOTHING;
        for (int i = 0; i < marked.size(); i++) {
            int bucket = marked.getInt(i);
            if (passed[bucket] < lowest && choice.isChosen(bucket)) {
                lowest = passed[bucket];
            }
        }
        return lowest;
    }

    /** The walk comes to everything from this sequence on again. */
    void forgetFrom(long sequence) {
        for (int i = marked.size() - 1; i >= 0; i--) {
            int bucket = marked.getInt(i);
            if (passed[bucket] >= sequence) {
                passed[bucket] = NOTHING;
                marked.fastUnorderedRemove(i);
            }
        }
    }
}
