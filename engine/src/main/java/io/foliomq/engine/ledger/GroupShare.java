package io.foliomq.engine.ledger;

import java.util.BitSet;

/** The groups that one consumer has, and how many leases it has in each. Not thread-safe, but for {@link #isToBeLookedAt}. */
public final class GroupShare {
    private final GroupTable table;
    private final int consumer;
    private final int[] leases = new int[GroupTable.BUCKETS];
    private final BitSet mine = new BitSet(GroupTable.BUCKETS);
    // Mine, and nothing of it was delivered yet.
    private final BitSet fresh = new BitSet(GroupTable.BUCKETS);
    // Mine until the last lease in it ends.
    private final BitSet leaving = new BitSet(GroupTable.BUCKETS);
    private volatile long changesSeen;
    private volatile long wishesSeen;

    GroupShare(GroupTable table, int consumer) {
        this.table = table;
        this.consumer = consumer;
        this.changesSeen = table.changes();
        this.wishesSeen = table.wishes();
    }

    public boolean owns(int bucket) {
        return mine.get(bucket);
    }

    public boolean isElsewhere(int bucket) {
        return !owns(bucket) && table.owner(bucket) != 0;
    }

    /** Takes a bucket that nobody has; {@code false} if somebody has. */
    public boolean take(int bucket) {
        if (!table.take(bucket, consumer)) {
            return false;
        }
        mine.set(bucket);
        fresh.set(bucket);
        return true;
    }

    /** Whether it is the first since the bucket was taken; {@code false} from then on. */
    public boolean isFirst(int bucket) {
        boolean first = fresh.get(bucket);
        fresh.clear(bucket);
        return first;
    }

    /** Whether there was a change since this was asked last, or groups are to be spread anew. Any thread. */
    public boolean isToBeLookedAt() {
        return table.changes() != changesSeen || table.wishes() != wishesSeen;
    }

    /** Whether a bucket lost its owner, or a lease that outlived its consumer ended, since this was asked last. */
    public boolean takeChange() {
        long changes = table.changes();
        boolean changed = changes != changesSeen;
        changesSeen = changes;
        return changed;
    }

    /** Whether groups are to be spread anew since this was asked last. */
    public boolean takeWish() {
        long wishes = table.wishes();
        boolean changed = wishes != wishesSeen;
        wishesSeen = wishes;
        return changed;
    }

    /** Asks everybody, this one included, to give up what is more than a fair share. */
    public void wish() {
        table.wish();
    }

    /**
     * Gives up what is more than a fair share of all that are owned, each bucket as soon as it has no leases.
     *
     * @param consumers how many share
     * @return the buckets
     */
    public BitSet leaveExcess(int consumers) {
        int owned = table.owned();
        int fair = (owned + consumers - 1) / consumers;
        int excess = mine.cardinality() - leaving.cardinality() - fair;
        BitSet left = new BitSet();
        for (int bucket = mine.nextSetBit(0); bucket >= 0 && excess > 0; bucket = mine.nextSetBit(bucket + 1)) {
            if (!leaving.get(bucket)) {
                left.set(bucket);
                excess--;
            }
        }
        left.stream().forEach(this::leave);
        return left;
    }

    void leased(int bucket) {
        if (bucket != GroupTable.NO_BUCKET) {
            leases[bucket]++;
        }
    }

    /**
     * A lease ended, in the slot too.
     *
     * @param last whether the group ended with it
     * @return whether the bucket was given up
     */
    boolean ended(int bucket, boolean last) {
        if (bucket == GroupTable.NO_BUCKET || leases[bucket] == 0) {
            return false;
        }
        leases[bucket]--;
        if (last) {
            leaving.set(bucket);
        }
        boolean freed = leases[bucket] == 0 && leaving.get(bucket);
        if (freed) {
            free(bucket);
        }
        return freed;
    }

    /** No more leases: gives up every bucket, at once or with its last lease. */
    void close() {
        for (int bucket = mine.nextSetBit(0); bucket >= 0; bucket = mine.nextSetBit(bucket + 1)) {
            leave(bucket);
        }
    }

    private void leave(int bucket) {
        leaving.set(bucket);
        if (leases[bucket] == 0) {
            free(bucket);
        }
    }

    private void free(int bucket) {
        mine.clear(bucket);
        fresh.clear(bucket);
        leaving.clear(bucket);
        table.free(bucket, consumer);
    }
}
