package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StrayFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.IntSupplier;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** The ledger of one subscription: its slots, its cursors, its consumers. Thread-safe; a {@link Consumer} is not. */
public final class Ledger implements AutoCloseable {
    private static final int ADVANCE_BUDGET = 1 << 16;
    private static final long LIVE = 0;
    private static final long DELETED = 1;
    private static final long BEING_MADE = 2;

    private final Path directory;
    private final MappedFile file;
    private final AtomicBuffer state;
    private final Sequences sequences;
    private final LedgerFiles files;
    private final ConsumerTable consumers;
    private final ReleaseRing releases;
    private final LedgerSettings settings;
    private @Nullable GroupTable groups;

    private Ledger(Path directory, LedgerSettings settings, Sequences sequences, MappedFile file) {
        this.directory = directory;
        this.settings = settings;
        this.file = file;
        this.state = file.buffer();
        this.sequences = sequences;
        this.files = new LedgerFiles(directory, settings, sequences, () -> isDeleted() || sequences.isGone());
        this.releases = new ReleaseRing(state);
        MappedMutex mutex = new MappedMutex(
                state,
                SubscriptionDescriptor.MUTEX_OFFSET,
                settings.holder(),
                settings.nanoClock(),
                settings.timeoutNanos(),
                directory.toString());
        StrayFiles.delete(directory, settings.epochClock().time());
        this.consumers = new ConsumerTable(file, mutex, settings.holder().token());
    }

    /**
     * What a subscription begins with.
     *
     * @param live whether it is one at once; else only when {@link #markLive} is called
     * @param owner token of the member with which a non-durable one goes; 0 if with none
     * @param starts the first sequence that it sees of each lane
     * @param startBytes what all lanes have of bytes now
     */
    public record Beginning(boolean live, boolean durable, long owner, long[] starts, long startBytes) {}

    /** Makes the subscription's files. No effect if they exist. */
    public static void create(Path directory, LedgerSettings settings, Beginning beginning) {
        create(directory, settings.storeId(), settings.epochClock().time(), beginning);
    }

    static void create(Path directory, StoreId storeId, long nowMs, Beginning beginning) {
        StoreLayout.makeDirectory(directory);
        MappedFile.create(
                directory.resolve("subscription"),
                FileKind.SUBSCRIPTION,
                storeId,
                nowMs,
                SubscriptionDescriptor.LENGTH,
                SubscriptionDescriptor.RESERVED,
                buffer -> {
                    buffer.putLong(SubscriptionDescriptor.STATE_OFFSET, beginning.live() ? LIVE : BEING_MADE);
                    buffer.putLong(SubscriptionDescriptor.DURABLE_OFFSET, beginning.durable() ? 1 : 0);
                    buffer.putLong(SubscriptionDescriptor.OWNER_OFFSET, beginning.owner());
                    buffer.putLong(SubscriptionDescriptor.START_BYTES_OFFSET, beginning.startBytes());
                    buffer.putLong(
                            SubscriptionDescriptor.CONSUMERS_RESERVED_OFFSET,
                            SubscriptionDescriptor.RESERVED_CONSUMERS);
                    for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
                        buffer.putLong(
                                SubscriptionDescriptor.start(lane), beginning.starts()[lane]);
                        buffer.putLong(
                                SubscriptionDescriptor.cursor(lane), beginning.starts()[lane]);
                    }
                    buffer.putLong(
                            SubscriptionDescriptor.CREATION_CRC_OFFSET, SubscriptionDescriptor.creationCrc(buffer));
                });
    }

    public static Ledger open(Path directory, LedgerSettings settings, Sequences sequences) {
        MappedFile file = MappedFile.open(
                directory.resolve("subscription"),
                FileKind.SUBSCRIPTION,
                settings.storeId(),
                SubscriptionDescriptor.LENGTH);
        return new Ledger(directory, settings, sequences, file);
    }

    public boolean isDurable() {
        return state.getLong(SubscriptionDescriptor.DURABLE_OFFSET) != 0;
    }

    /** Token of the member with which a non-durable subscription goes; 0 if with none. */
    public long owner() {
        return state.getLong(SubscriptionDescriptor.OWNER_OFFSET);
    }

    /** Also true while it is being made. */
    public boolean isDeleted() {
        return state.getLongVolatile(SubscriptionDescriptor.STATE_OFFSET) != LIVE;
    }

    public void markDeleted() {
        state.putLongVolatile(SubscriptionDescriptor.STATE_OFFSET, DELETED);
    }

    public void markLive() {
        state.putLongVolatile(SubscriptionDescriptor.STATE_OFFSET, LIVE);
    }

    /** Whether there is a subscription in this directory: one that is neither deleted nor half made. */
    public static boolean isLive(Path directory, LedgerSettings settings) {
        Path path = directory.resolve("subscription");
        if (!Files.exists(path) || Files.isSymbolicLink(directory)) {
            return false;
        }
        try (MappedFile file = MappedFile.open(path, FileKind.SUBSCRIPTION, settings.storeId())) {
            return file.buffer().getLongVolatile(SubscriptionDescriptor.STATE_OFFSET) == LIVE;
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return false;
            }
            throw e;
        }
    }

    public Path directory() {
        return directory;
    }

    public ReleaseRing releases() {
        return releases;
    }

    /** Which consumer has which groups; made when it is first asked for, and mapped from then on. */
    public synchronized GroupTable groups() {
        GroupTable known = groups;
        if (known == null) {
            known = adopt(GroupTable.openOrCreate(directory, settings));
        }
        return known;
    }

    private synchronized @Nullable GroupTable existingGroups() {
        if (groups == null && Files.exists(directory.resolve(GroupTable.FILE))) {
            groups = adopt(GroupTable.open(directory, settings));
        }
        return groups;
    }

    /** What was found under the name is another subscription's if this one was deleted meanwhile. */
    private GroupTable adopt(MappedFile found) {
        if (isDeleted() || sequences.isGone()) {
            found.close();
            throw new StoreFault(StoreFault.Kind.DELETED, "subscription is deleted: directory=" + directory);
        }
        GroupTable made = new GroupTable(found.buffer());
        groups = made;
        return made;
    }

    public ConsumerTable consumers() {
        return consumers;
    }

    /** All sequences of the lane below it are settled. */
    public long cursor(int lane) {
        return state.getLongVolatile(SubscriptionDescriptor.cursor(lane));
    }

    /** Records of all lanes that this subscription sees or saw, settled or not. */
    public long seen() {
        long seen = 0;
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            long appended = sequences.appended(lane);
            if (appended > 0) {
                seen += appended - start(lane);
            }
        }
        return seen;
    }

    /** Bytes that all lanes had when this subscription was made. */
    public long startBytes() {
        return state.getLong(SubscriptionDescriptor.START_BYTES_OFFSET);
    }

    public long start(int lane) {
        return state.getLong(SubscriptionDescriptor.start(lane));
    }

    /** Under the lane's mutex: gets disk blocks for slots of records that are about to be appended. */
    public void reserve(int lane, long segment, int from, int to) {
        files.reserve(lane, segment, from, to);
    }

    /** The slots of a segment, to be released; {@code null} if the segment is deleted. */
    public @Nullable LedgerSegment acquire(int lane, long segment) {
        return files.acquire(lane, segment);
    }

    public void deleteSegment(int lane, long segment) {
        files.delete(lane, segment);
    }

    /** Moves the lane's cursor over settled slots. */
    public void advance(int lane) {
        long cursor = cursor(lane);
        long settledEnd = walk(lane, cursor, cursor + ADVANCE_BUDGET, (sequence, slots) -> isSettled(slots, sequence));
        if (settledEnd > cursor) {
            state.compareAndSetLong(SubscriptionDescriptor.cursor(lane), cursor, settledEnd);
        }
    }

    /** The same within one segment, for the path that must not allocate. */
    public void advance(int lane, LedgerSegment slots, long firstSequence, long endSequence) {
        long cursor = cursor(lane);
        if (cursor < firstSequence || cursor >= endSequence) {
            return;
        }
        long at = cursor;
        while (at < endSequence && isSettled(slots, at)) {
            at++;
        }
        if (at > cursor) {
            state.compareAndSetLong(SubscriptionDescriptor.cursor(lane), cursor, at);
        }
    }

    /** Whether every record of a segment that is not the last is settled here. */
    public boolean isSettled(int lane, long segment) {
        long from = Math.max(Math.max(sequences.firstSequence(lane, segment), start(lane)), cursor(lane));
        long end = sequences.endSequence(lane, segment);
        return from >= end || walk(lane, from, end, (sequence, slots) -> isSettled(slots, sequence)) >= end;
    }

    /**
     * Sets bit i for each record first + i of {@code [first, end)} in a segment that is not settled here.
     *
     * @return {@code false} if the segment is deleted
     */
    public boolean addUnsettled(int lane, long segment, long first, long end, BitSet unsettled) {
        long from = Math.max(Math.max(first, start(lane)), cursor(lane));
        if (from >= end) {
            // There are no slots of what was closed before this subscription was made.
            return true;
        }
        LedgerSegment slots = files.acquire(lane, segment);
        if (slots == null) {
            return false;
        }
        try {
            for (long sequence = from; sequence < end; sequence++) {
                if (!isSettled(slots, sequence)) {
                    unsettled.set((int) (sequence - first));
                }
            }
            return true;
        } finally {
            slots.release();
        }
    }

    /** Forces the slots of a segment to stable storage, unless it is deleted, or was closed before this subscription was made. */
    public void force(int lane, long segment) {
        boolean has = start(lane) < sequences.endSequence(lane, segment);
        LedgerSegment slots = has ? files.acquire(lane, segment) : null;
        if (slots != null) {
            try {
                slots.force();
            } finally {
                slots.release();
            }
        }
    }

    private static boolean isSettled(LedgerSegment slots, long sequence) {
        return Slot.state(slots.get(sequence)).isSettled();
    }

    /** Visits a slot; {@code false} ends the walk. */
    interface Visitor {
        boolean visit(long sequence, LedgerSegment slots);
    }

    /** Visits the slots of {@code [from, to)} that exist, skipping deleted segments; returns where it ended. */
    long walk(int lane, long from, long to, Visitor visitor) {
        long end = Math.min(to, sequences.appended(lane));
        long at = from;
        while (at < end) {
            long segment = sequences.segmentOf(lane, at);
            if (segment == 0) {
                at = Math.max(at + 1, sequences.firstSequence(lane, sequences.firstSegment(lane)));
                continue;
            }
            long segmentEnd = Math.min(end, sequences.endSequence(lane, segment));
            LedgerSegment slots = files.acquire(lane, segment);
            if (slots == null) {
                at = segmentEnd;
                continue;
            }
            try {
                while (at < segmentEnd && visitor.visit(at, slots)) {
                    at++;
                }
            } finally {
                slots.release();
            }
            if (at < segmentEnd) {
                break;
            }
        }
        return Math.min(at, Math.max(from, end));
    }

    /** Releases everything that consumers of a dead member held. Its transactions must be over. Idempotent. */
    public boolean reap(long token) {
        boolean found = false;
        for (int index = 0; index < consumers.used(); index++) {
            if (consumers.owner(index) == token) {
                found = true;
                reapConsumer(index);
            }
        }
        return found;
    }

    private void reapConsumer(int index) {
        Consumer dead = new Consumer(this, consumers.entry(index), index);
        dead.completeIntent();
        CrashPoint.REAP_INTENT_COMPLETED.reach();
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            long high = dead.high(lane);
            if (high > 0) {
                walk(lane, cursor(lane), high, (sequence, slots) -> {
                    dead.releaseAfterDeath(slots, sequence);
                    return true;
                });
            }
        }
        CrashPoint.REAP_ALL_RELEASED.reach();
        // Before the entry is given back: whoever reaps in our place finds it, or all tailers have been told.
        releases.overflow();
        GroupTable owned = existingGroups();
        if (owned != null) {
            // Whoever takes a group finds that there is something to look at again.
            owned.freeAll(index);
        }
        CrashPoint.REAP_GROUPS_FREED.reach();
        consumers.vacateDead(index);
        CrashPoint.REAP_VACATED.reach();
    }

    /**
     * Settles what a consumer of a dead member held, as its committed transaction says. Idempotent.
     *
     * @param bytes length of the record, asked for if it is held
     */
    public void settleForDead(long token, int lane, long sequence, SlotState outcome, IntSupplier bytes) {
        walk(lane, sequence, sequence + 1, (at, slots) -> {
            long slot = slots.get(at);
            if (Slot.state(slot) == SlotState.LEASED && consumers.owner(Slot.consumer(slot)) == token) {
                int index = Slot.consumer(slot);
                Consumer dead = new Consumer(this, consumers.entry(index), index);
                dead.completeIntent();
                boolean unused = dead.settle(lane, slots, at, outcome, bytes.getAsInt(), GroupTable.NO_BUCKET, false);
            }
            return true;
        });
    }

    /**
     * Opens a consumer to which leases are handed over that outlive every member: only {@link #settleForDead} and {@link #releaseFor} with the same token end them.
     *
     * @param custodian negative, and never used before
     */
    public Consumer openCustodian(long custodian) {
        return consumers.openFor(this, custodian);
    }

    /** Releases what this custodian holds of it, counted. */
    public void releaseFor(long custodian, int lane, long sequence) {
        walk(lane, sequence, sequence + 1, (at, slots) -> {
            long slot = slots.get(at);
            if (Slot.state(slot) == SlotState.LEASED && consumers.owner(Slot.consumer(slot)) == custodian) {
                int index = Slot.consumer(slot);
                new Consumer(this, consumers.entry(index), index)
                        .release(lane, slots, at, true, 0, GroupTable.NO_BUCKET);
            }
            return true;
        });
    }

    /**
     * Gives the entries of a custodian back, all of whose leases have ended. Idempotent.
     *
     * @param everybodyLooks whether all tailers look at everything again, for a release that may not have been announced
     */
    public void dismiss(long custodian, boolean everybodyLooks) {
        if (everybodyLooks) {
            releases.overflow();
        }
        for (int index = 0; index < consumers.used(); index++) {
            if (consumers.owner(index) == custodian) {
                new Consumer(this, consumers.entry(index), index).completeIntent();
                consumers.vacateDead(index);
            }
        }
        GroupTable owned = existingGroups();
        if (owned != null) {
            // What it held may have kept a group waiting.
            owned.changed();
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
