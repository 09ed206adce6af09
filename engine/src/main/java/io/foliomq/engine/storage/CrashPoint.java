package io.foliomq.engine.storage;

import org.jspecify.annotations.Nullable;

/**
 * An instant between two steps on disk, at which the death of the process must do no harm. The code says {@link #reach()} there; what that does is up to the {@link Listener} that the
 * system property {@value #PROPERTY} names when this class is initialised. Nobody sets it in production: then the listener is a constant {@code null}, and the compiler leaves nothing
 * of the call.
 *
 * <p>A new step on disk brings a new point here; the crash tests visit every one of them.
 */
public enum CrashPoint {
    /** A file of ours is written under its temporary name. */
    FILE_WRITTEN,

    /** The lane of a priority is made, the destination does not know it yet. */
    LANE_MADE,
    /** The lane's mutex is taken for an append. */
    APPEND_LOCKED,
    /** A document is open in the log, its record written but for the checksum. */
    APPEND_HALF_WRITTEN,
    /** The document is complete; nobody knows its position. */
    APPEND_WRITTEN,
    /** The position and the bytes are noted; the record is not counted. */
    APPEND_POSITIONED,
    /** The record is counted and not published. */
    APPEND_COUNTED,
    /** The record is published; the mutex is still held. */
    APPEND_PUBLISHED,

    /** The file of the next segment is written. */
    ROLL_WRITTEN,
    /** The next segment has positions and slots; the table does not name it. */
    ROLL_RESERVED,
    /** The table names the next segment. */
    ROLL_OPENED,
    /** More bytes of the segment have blocks; that is not noted. */
    RESERVE_BYTES,
    /** More positions and slots have blocks; that is not noted. */
    RESERVE_RECORDS,
    /** A spare segment is written under its temporary name. */
    SPARE_WRITTEN,
    /** The spare has its name; the lane does not know it. */
    SPARE_NAMED,

    /** The consumer's high mark is raised; the slot is not leased. */
    LEASE_ANNOUNCED,
    /** The slot is leased; the lease is not counted. */
    LEASE_TAKEN,

    /** The intent to settle stands; the slot is leased. */
    SETTLE_INTENDED,
    /** The slot is settled; it is not counted. */
    SETTLE_WRITTEN,
    /** The bytes are counted, the record is not. */
    SETTLE_BYTES_COUNTED,
    /** All is counted; the intent still stands. */
    SETTLE_COUNTED,

    /** The slot is ready or deferred again; nobody was told. */
    RELEASE_WRITTEN,
    /** An index of the release ring is taken; its word is not written. */
    RELEASE_INDEXED,
    /** The release is announced; sleepers are not woken. */
    RELEASE_ANNOUNCED,

    /** All lanes are locked; nothing is written. */
    COMMIT_LOCKED,
    /** The operations are written; nothing is decided. */
    COMMIT_WRITTEN,
    /** Decided; nothing is applied. */
    COMMIT_DECIDED,
    /** The intent to append stands; the record is not written. */
    COMMIT_APPEND_INTENDED,
    /** One record is appended and not published. */
    COMMIT_APPENDED,
    /** All records are published; the lanes are locked. */
    COMMIT_PUBLISHED,
    /** The lanes are unlocked; nothing is settled. */
    COMMIT_UNLOCKED,
    /** All is settled; the transaction still counts as decided. */
    COMMIT_SETTLED,

    /** The operations are written under the branch's name; nothing is held for it. */
    PREPARE_NAMED,
    /** One lease went over from its consumer to the branch. */
    PREPARE_HANDED_OVER,
    /** All leases and large bodies are the branch's; it is not prepared. */
    PREPARE_HELD,
    /** Prepared; the call has not returned. */
    PREPARE_DONE,

    /** A prepared branch is decided to be committed; nothing is applied. */
    PREPARED_COMMITTED,
    /** All of it is applied; its entries among the consumers are there. */
    PREPARED_APPLIED,
    /** A prepared branch is decided to be rolled back; all is held. */
    PREPARED_ROLLED_BACK,
    /** Everything that it held is released; its entries among the consumers are there. */
    PREPARED_RELEASED,
    /** Its entries are given back; its file says how it was decided. */
    PREPARED_DISMISSED,
    /** Its file says that it is over; it is there. */
    PREPARED_FINISHED,

    /** The segment is marked as deleted; its files are there. */
    DELETE_SEGMENT_MARKED,
    /** The log of the segment is deleted, the rest of it is there. */
    DELETE_SEGMENT_LOG,
    /** The log side is deleted, ledgers and large bodies are there. */
    DELETE_SEGMENT_LEDGER,

    /** What is settled in a segment that is kept is forced; it has its bytes still. */
    PUNCH_FORCED,
    /** One hole is in the segment; others are to follow. */
    PUNCH_HOLE,
    /** All holes are there, and one body outside is deleted; others are to follow. */
    PUNCH_BODY,

    /** A group has its consumer; nothing of it is leased. */
    GROUP_TAKEN,
    /** A group has no consumer any more; nobody was told. */
    GROUP_FREED,

    /** The lanes are locked; there is no trace of the subscription. */
    SUBSCRIBE_LOCKED,
    /** The subscription has its text and no ledger. */
    SUBSCRIBE_NAMED,
    /** The subscription has a ledger without slots. */
    SUBSCRIBE_MADE,
    /** The subscription has slots and is not counted. */
    SUBSCRIBE_RESERVED,
    /** The subscription is counted; it is not live. */
    SUBSCRIBE_COUNTED,
    /** The subscription is live; nobody was told to look. */
    SUBSCRIBE_LIVE,
    /** The subscription is marked as deleted; it is still counted. */
    UNSUBSCRIBE_MARKED,
    /** It is counted no more; its directory is there. */
    UNSUBSCRIBE_COUNTED,

    /** The destination is marked as deleted; its directory is there. */
    DELETE_DESTINATION_MARKED,
    /** A directory is in the trash. */
    TRASH_MOVED,

    /** A reaper applied an append of a dead member's transaction. */
    REAP_APPENDED,
    /** A reaper applied all of a dead member's transaction; the file is there. */
    REAP_APPLIED,
    /** A reaper released what a branch held that a dead member was preparing; its file is there. */
    REAP_BRANCH_RELEASED,
    /** A reaper completed what a dead member was about to settle; its leases are open. */
    REAP_INTENT_COMPLETED,
    /** A reaper released one lease. */
    REAP_RELEASED,
    /** A reaper released all leases of a consumer, and told nobody. */
    REAP_ALL_RELEASED,
    /** A reaper took its groups from a dead consumer; the entry is still its own. */
    REAP_GROUPS_FREED,
    /** A reaper gave a dead consumer's entry back. */
    REAP_VACATED,

    /** The repair after a power loss knows what was committed; what members left is gone. */
    REPAIR_READ,
    /** It has found the records of a segment; its new positions are forced, under another name. */
    REPAIR_POSITIONS,
    /** A segment has the new positions and the name that only readers know; others are to follow. */
    REPAIR_SEGMENT_KEPT,
    /** A lane's file says what the lane holds; the ledgers do not know what was lost. */
    REPAIR_LANE_WRITTEN,
    /** The slots of one segment say what was lost, in one subscription. */
    REPAIR_LEDGER_WRITTEN,
    /** Cursors and counts of a subscription fit its slots; there may be others. */
    REPAIR_LEDGER_COUNTED,
    /** All ledgers of a destination say what was lost, by their names too. */
    REPAIR_LEDGERS_FORCED,
    /** A lane says that what it holds counts. */
    REPAIR_LANE_FINISHED,
    /** One record of a committed transaction is appended again; others may be missing. */
    REPAIR_APPENDED,
    /** All of a committed transaction took effect; its file is there. */
    REPAIR_APPLIED,
    /** Its file says that it is over; it is there. */
    REPAIR_ENDED,
    /** Everything is repaired; the store does not say so. */
    REPAIR_DONE;

    public static final String PROPERTY = "io.foliomq.crashPoints";

    private static final @Nullable Listener LISTENER = listener();

    /** Told of every point that the process reaches; may never return. Any thread. Has a public constructor without parameters. */
    @FunctionalInterface
    public interface Listener {
        void reached(CrashPoint point);
    }

    /** Nothing, but under test. */
    public void reach() {
        if (LISTENER != null) {
            LISTENER.reached(this);
        }
    }

    private static @Nullable Listener listener() {
        String name = System.getProperty(PROPERTY);
        if (name == null) {
            return null;
        }
        try {
            return (Listener) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make crash listener: class=" + name, e);
        }
    }
}
