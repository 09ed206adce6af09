package io.foliomq.engine;

import io.foliomq.engine.ledger.Consumer;
import io.foliomq.engine.ledger.GroupShare;
import io.foliomq.engine.ledger.GroupTable;
import io.foliomq.engine.log.Segment;
import java.util.BitSet;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * One tailer among those that share groups. Costs nothing until a record with a group was sent to the destination. Not thread-safe, but for {@link #mayHaveWork}.
 *
 * <p>A tailer takes a group that nobody has when it meets a record of it. What the last owner released was announced before it gave the group up, so a tailer that has just taken one reads
 * the announcements up to now, and looks at what they name, before it leases anything of a group.
 */
final class TailerGroups {
    /** How long what was given up waits for somebody else. */
    private static final long OFFER_MS = 200;

    private final StoredSubscription subscription;
    private final Consumer consumer;
    private final TailerOptions.Groups policy;
    private final LongSupplier releasesSeen;
    private volatile @Nullable GroupShare share;
    private final EpochClock clock;
    // What this tailer gave up so that others take it, and which of it there is something to take of.
    private final BitSet left = new BitSet();
    private final BitSet offered = new BitSet();
    private long offeredUntilMs = Long.MAX_VALUE;
    private long releasesNeeded;
    private boolean lookAgain;

    TailerGroups(
            StoredSubscription subscription,
            Consumer consumer,
            TailerOptions.Groups policy,
            LongSupplier releasesSeen) {
        this.subscription = subscription;
        this.consumer = consumer;
        this.policy = policy;
        this.releasesSeen = releasesSeen;
        this.clock = subscription.destination().root().options().clock();
    }

    /** Whether groups count here by now. A record with a group that was published before is not missed. */
    boolean isOn() {
        return share != null || (policy != TailerOptions.Groups.IGNORE && isGrouped() && join());
    }

    private boolean isGrouped() {
        return subscription.destination().file().isGrouped();
    }

    private boolean join() {
        GroupShare joined = consumer.joinGroups();
        share = joined;
        if (policy == TailerOptions.Groups.SPREAD) {
            joined.wish();
            wakeOthers();
        }
        return true;
    }

    /** The bucket of this record; {@link GroupTable#NO_BUCKET} if it has no group, or groups do not count. */
    int bucketOf(Segment segment, long sequence) {
        return share == null ? GroupTable.NO_BUCKET : GroupTable.bucketOf(segment.group(sequence));
    }

    boolean isElsewhere(int bucket) {
        GroupShare mine = share;
        return mine != null && !mine.owns(bucket) && (mine.isElsewhere(bucket) || isOffered(bucket));
    }

    /** Whether others, for whom it was given up, should come first; there is something of it to take. */
    private boolean isOffered(int bucket) {
        if (!left.get(bucket)) {
            return false;
        }
        offered.set(bucket);
        if (offeredUntilMs == Long.MAX_VALUE) {
            offeredUntilMs = clock.time() + OFFER_MS;
        }
        return true;
    }

    /** When it may take back what nobody wanted, ms since the epoch. */
    long nextDueMs() {
        return offeredUntilMs;
    }

    /** Whether nobody has it. */
    boolean isFree(int bucket) {
        GroupShare mine = share;
        return mine != null && !mine.owns(bucket) && !isElsewhere(bucket);
    }

    /** Has the bucket, or takes it if nobody has. */
    boolean own(int bucket) {
        GroupShare mine = share;
        if (mine == null || mine.owns(bucket)) {
            return true;
        }
        if (!mine.take(bucket)) {
            return false;
        }
        left.clear(bucket);
        releasesNeeded = subscription.ledger().releases().tail();
        return true;
    }

    /** Whether all is known that was released before the last group was taken; if not, the tailer will look again. */
    boolean isUpToDate() {
        boolean upToDate = releasesSeen.getAsLong() >= releasesNeeded;
        lookAgain |= !upToDate;
        return upToDate;
    }

    /** Whether the tailer has to go back and read the announcements now. */
    boolean isLookingAgain() {
        return lookAgain;
    }

    /** As {@link #isLookingAgain}, once. */
    boolean takeLookAgain() {
        boolean again = lookAgain;
        lookAgain = false;
        return again;
    }

    boolean isFirst(int bucket) {
        GroupShare mine = share;
        return mine != null && bucket != GroupTable.NO_BUCKET && mine.isFirst(bucket);
    }

    /** Does its part when groups are to be spread anew; says whether a group lost its owner since this was asked last. */
    boolean takeChanges() {
        GroupShare mine = share;
        if (mine == null) {
            return false;
        }
        boolean takesBack = offeredUntilMs != Long.MAX_VALUE && clock.time() >= offeredUntilMs;
        if (takesBack) {
            left.andNot(offered);
            offered.clear();
            offeredUntilMs = Long.MAX_VALUE;
        }
        if (mine.takeWish()) {
            left.or(mine.leaveExcess(Math.max(1, subscription.tailers())));
            wakeOthers();
        }
        return mine.takeChange() || takesBack;
    }

    /** After a record was settled by who does not have its group: those who saw it under lease look again. Says whether there are groups. */
    boolean tellOthers(Segment segment, long sequence) {
        boolean grouped = isGrouped() && segment.group(sequence) != 0;
        if (grouped) {
            subscription.ledger().groups().changed();
        }
        return grouped;
    }

    /** What this tailer gave up may be what others wait for. */
    void wakeOthers() {
        if (!subscription.destination().root().isClosed()) {
            subscription.destination().wake();
        }
    }

    /** Any thread. */
    boolean mayHaveWork() {
        GroupShare mine = share;
        return mine != null && mine.isToBeLookedAt();
    }
}
