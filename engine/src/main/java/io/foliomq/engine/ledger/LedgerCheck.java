package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Looks at a subscription without opening it: its file, and in each ledger file every slot. Changes nothing. */
public final class LedgerCheck {
    private static final long LIVE = 0;
    private static final long BEING_MADE = 2;

    private final Path directory;
    private final StoreIdentity store;
    private final Findings findings;
    private final boolean quiet;
    private boolean live;
    private final long[] starts = new long[SubscriptionDescriptor.LANES];
    private final long[] cursors = new long[SubscriptionDescriptor.LANES];
    private long[] owners = new long[0];
    private long settled;
    private long unsettled;
    private long seen;

    /**
     * A segment of a lane that is kept.
     *
     * @param open whether more will be appended to it
     * @param lost bit i: a repair found no bytes of the record at first + i
     * @param holes bit i: there is none where the record at first + i should be, which is as it should be if it is settled
     * @param wanted bits of holes are set here whose record is not settled
     */
    public record Records(
            int lane, long segment, long first, long end, boolean open, BitSet lost, BitSet holes, BitSet wanted) {}

    private LedgerCheck(Path directory, StoreIdentity store, Findings findings, boolean quiet) {
        this.directory = directory;
        this.store = store;
        this.findings = findings;
        this.quiet = quiet;
    }

    /**
     * Looks at the subscription in this directory.
     *
     * @param quiet whether nobody is attached: then counts are exact, and leases are prepared transactions' alone
     */
    public static LedgerCheck of(Path directory, StoreIdentity store, Findings findings, boolean quiet) {
        LedgerCheck check = new LedgerCheck(directory, store, findings, quiet);
        findings.inside(
                check.file(),
                FileKind.SUBSCRIPTION,
                store.id(),
                SubscriptionDescriptor.LENGTH,
                check::lookAtSubscription);
        return check;
    }

    private Path file() {
        return directory.resolve("subscription");
    }

    /** Whether there is a subscription here that can be read and is neither deleted nor half made. */
    public boolean isLive() {
        return live;
    }

    private void lookAtSubscription(FileBytes file) {
        long state = file.getLong(SubscriptionDescriptor.STATE_OFFSET);
        long used = file.getLong(SubscriptionDescriptor.CONSUMERS_USED_OFFSET);
        long crc = file.getLong(SubscriptionDescriptor.CREATION_CRC_OFFSET);
        UnsafeBuffer head = new UnsafeBuffer(file.get(0, SubscriptionDescriptor.RING_OFFSET));
        long expected = SubscriptionDescriptor.creationCrc(head);
        boolean plausible = expect(
                        state >= LIVE && state <= BEING_MADE,
                        SubscriptionDescriptor.STATE_OFFSET,
                        "state",
                        "0..2",
                        state)
                & expect(
                        crc == expected,
                        SubscriptionDescriptor.CREATION_CRC_OFFSET,
                        "creation crc",
                        "0x" + Long.toHexString(expected),
                        crc)
                & expect(
                        used >= 0 && used <= SubscriptionDescriptor.CONSUMERS,
                        SubscriptionDescriptor.CONSUMERS_USED_OFFSET,
                        "consumers",
                        "0.." + SubscriptionDescriptor.CONSUMERS,
                        used);
        if (!plausible || state != LIVE) {
            return;
        }
        live = true;
        for (int lane = 0; lane < SubscriptionDescriptor.LANES; lane++) {
            starts[lane] = file.getLong(SubscriptionDescriptor.start(lane));
            cursors[lane] = file.getLong(SubscriptionDescriptor.cursor(lane));
        }
        owners = new long[(int) used];
        for (int index = 0; index < used; index++) {
            owners[index] = file.getLong(SubscriptionDescriptor.consumer(index) + ConsumerDescriptor.OWNER_OFFSET);
            settled += file.getLong(SubscriptionDescriptor.consumer(index) + ConsumerDescriptor.SETTLED_OFFSET);
        }
    }

    private boolean expect(boolean so, long position, String field, String expected, long actual) {
        return findings.expect(so, file(), position, field, expected, actual);
    }

    /** Looks at the slots of one lane. */
    public void look(int lane, long appended, List<Records> segments) {
        if (appended > 0) {
            seen += appended - starts[lane];
        }
        expect(
                starts[lane] >= 0 && cursors[lane] >= starts[lane] && cursors[lane] <= Math.max(appended, starts[lane]),
                SubscriptionDescriptor.cursor(lane),
                "cursor of lane " + lane,
                starts[lane] + ".." + appended,
                cursors[lane]);
        for (Records records : segments) {
            if (records.end() > starts[lane]) {
                lookAtSegment(records);
            }
        }
    }

    private void lookAtSegment(Records records) {
        Path path = directory.resolve("p" + records.lane() + "-" + records.segment() + ".ledger");
        boolean looked = findings.inside(
                path,
                FileKind.LEDGER,
                store.id(),
                LedgerDescriptor.length(store.segmentRecords()),
                file -> lookAtSlots(file, records));
        if (!looked) {
            // What is missing counts as open: the count below would say the same again.
            seen = Long.MIN_VALUE;
            if (!Files.exists(path) && quiet) {
                findings.add(path, 0, "file", "slots of segment " + records.segment(), "missing");
            }
        }
    }

    private void lookAtSlots(FileBytes file, Records records) {
        for (long sequence = records.first(); sequence < records.end(); sequence++) {
            long at = LedgerDescriptor.slot(sequence - records.first());
            lookAtSlot(file, at, records, sequence, file.getLong(at));
        }
        if (quiet && records.open()) {
            long end = LedgerDescriptor.slot(records.end() - records.first());
            long dirty = file.firstNonZero(end, LedgerDescriptor.length(store.segmentRecords()));
            findings.expect(
                    dirty == LedgerDescriptor.length(store.segmentRecords()),
                    file.path(),
                    dirty,
                    "slot that nobody uses yet",
                    "0",
                    file.getLong(dirty));
        }
    }

    private void lookAtSlot(FileBytes file, long at, Records records, long sequence, long slot) {
        if (!findings.expect(
                Slot.isValid(slot), file.path(), at, "slot of sequence " + sequence, "a state 0..5", slot)) {
            return;
        }
        SlotState state = Slot.state(slot);
        if (sequence < starts[records.lane()] || state.isSettled()) {
            return;
        }
        unsettled++;
        findings.expect(
                !quiet || sequence >= cursors[records.lane()],
                file.path(),
                at,
                "slot of sequence " + sequence + ", below the cursor",
                "settled",
                slot);
        if (state == SlotState.LEASED) {
            long owner = Slot.consumer(slot) < owners.length ? owners[Slot.consumer(slot)] : 0;
            // A prepared transaction holds by a negative owner, whoever is attached.
            findings.expect(
                    quiet ? owner < 0 : owner != 0 || Slot.consumer(slot) >= owners.length,
                    file.path(),
                    at,
                    "lessee of sequence " + sequence,
                    "a consumer that is open",
                    Slot.consumer(slot));
        }
        int number = (int) (sequence - records.first());
        if (records.holes().get(number)) {
            records.wanted().set(number);
        }
        if (records.lost().get(number)) {
            findings.add(
                    file.path(), at, "slot of sequence " + sequence, "settled, its record being lost", state.name());
        }
    }

    /** After all lanes: the count must fit the slots. */
    public void finish() {
        if (quiet && seen >= 0) {
            expect(
                    seen - settled == unsettled,
                    SubscriptionDescriptor.consumer(0) + ConsumerDescriptor.SETTLED_OFFSET,
                    "settled",
                    Long.toString(seen - unsettled),
                    settled);
        }
    }
}
