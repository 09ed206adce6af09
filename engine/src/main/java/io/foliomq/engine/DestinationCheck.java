package io.foliomq.engine;

import io.foliomq.engine.ledger.LedgerCheck;
import io.foliomq.engine.log.LaneCheck;
import io.foliomq.engine.storage.FileBytes;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.Findings;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Looks at one destination without opening it: its file, its lanes, its subscriptions, and whether they fit. */
final class DestinationCheck {
    private final Path directory;
    private final DestinationKind kind;
    private final StoreIdentity store;
    private final Findings findings;
    private final boolean quiet;
    private final @Nullable LaneCheck[] lanes = new @Nullable LaneCheck[Lanes.COUNT];
    private long records;

    DestinationCheck(Path directory, DestinationKind kind, StoreIdentity store, Findings findings, boolean quiet) {
        this.directory = directory;
        this.kind = kind;
        this.store = store;
        this.findings = findings;
        this.quiet = quiet;
    }

    /** How many records were looked at. */
    long records() {
        return records;
    }

    private Path file() {
        return directory.resolve("destination");
    }

    void run() {
        boolean looked = findings.inside(
                file(), FileKind.DESTINATION, store.id(), DestinationDescriptor.LENGTH, this::lookInside);
        if (!looked && !Files.exists(file()) && Files.isDirectory(directory.resolve("log"))) {
            findings.add(file(), 0, "file", "that of a destination", "missing");
        }
    }

    private void lookInside(FileBytes file) {
        UnsafeBuffer state = new UnsafeBuffer(file.get(0, DestinationDescriptor.LENGTH));
        boolean asCreated = DestinationFile.isAsCreated(state);
        long stage = state.getLong(DestinationDescriptor.STATE_OFFSET);
        findings.expect(
                asCreated,
                file(),
                DestinationDescriptor.CREATION_CRC_OFFSET,
                "creation crc",
                "0x" + Long.toHexString(DestinationDescriptor.creationCrc(state)),
                state.getLong(DestinationDescriptor.CREATION_CRC_OFFSET));
        findings.expect(stage >= 0 && stage <= 2, file(), DestinationDescriptor.STATE_OFFSET, "state", "0..2", stage);
        if (stage == 0) {
            if (asCreated) {
                lookAtName(state);
            }
            lookAtLanes(state.getLong(DestinationDescriptor.LANES_OFFSET));
            lookAtSubscriptions(state.getLong(DestinationDescriptor.COUNT_OFFSET));
        }
    }

    private void lookAtName(UnsafeBuffer state) {
        int length = state.getInt(DestinationDescriptor.NAME_OFFSET);
        boolean plausible = findings.expect(
                length >= 0 && length <= DestinationDescriptor.LONGEST_NAME,
                file(),
                DestinationDescriptor.NAME_OFFSET,
                "name length",
                "0.." + DestinationDescriptor.LONGEST_NAME,
                length);
        if (plausible) {
            StringBuilder name = new StringBuilder();
            for (int i = 0; i < length; i++) {
                name.append(state.getChar(DestinationDescriptor.NAME_OFFSET + Integer.BYTES + i * Character.BYTES));
            }
            String expected = FileNames.encode(name.toString());
            if (!expected.equals(directory.getFileName().toString())) {
                findings.add(
                        file(),
                        DestinationDescriptor.NAME_OFFSET,
                        "name",
                        directory.getFileName().toString(),
                        expected);
            }
        }
        long ordinal = state.getLong(DestinationDescriptor.KIND_OFFSET);
        findings.expect(
                ordinal == kind.ordinal(),
                file(),
                DestinationDescriptor.KIND_OFFSET,
                "kind",
                kind.ordinal() + " (" + kind + ")",
                ordinal);
    }

    private void lookAtLanes(long bits) {
        findings.expect(
                bits >>> Lanes.COUNT == 0,
                file(),
                DestinationDescriptor.LANES_OFFSET,
                "lanes",
                "bits 0.." + (Lanes.COUNT - 1),
                bits);
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Path lane = Lanes.path(directory, priority);
            if ((bits & 1L << priority) != 0) {
                LaneCheck check = LaneCheck.of(lane, priority, store, findings);
                lanes[priority] = check;
                records += check.records();
                if (!check.isReadable() && !Files.exists(lane.resolve("lane"))) {
                    findings.add(lane.resolve("lane"), 0, "file", "that of lane " + priority, "missing");
                }
            } else if (quiet && hasSegments(lane)) {
                findings.expect(
                        false, file(), DestinationDescriptor.LANES_OFFSET, "lanes", "bit " + priority + " set", bits);
            }
        }
    }

    private static boolean hasSegments(Path lane) {
        return RepairScope.list(lane).stream().anyMatch(path -> path.toString().endsWith(".cq4"));
    }

    private void lookAtSubscriptions(long count) {
        long live = 0;
        for (Path entry : RepairScope.list(directory.resolve("subscriptions"))) {
            if (!Files.exists(entry.resolve("subscription"))) {
                noteMissing(entry);
                continue;
            }
            LedgerCheck ledger = LedgerCheck.of(entry, store, findings, quiet);
            if (ledger.isLive()) {
                live++;
                if (kind == DestinationKind.TOPIC) {
                    lookAtText(entry.resolve("text"));
                }
                findings.inside(entry.resolve("groups"), FileKind.GROUPS, store.id(), 0, groups -> {});
                lookAtSlots(ledger);
            }
        }
        for (LaneCheck lane : lanes) {
            if (lane != null) {
                lane.lookAtWanted();
            }
        }
        // Who made it died before it counted, and nobody has sent to it: the next who comes makes it whole.
        boolean halfMade = kind == DestinationKind.QUEUE && count == 0 && records == 0;
        findings.expect(
                !quiet || halfMade || live == count,
                file(),
                DestinationDescriptor.COUNT_OFFSET,
                "subscriptions",
                live + " found",
                count);
    }

    /** A directory with ledgers or a text and no file of the subscription: it may be half made, but not while nobody is attached and it has ledgers. */
    private void noteMissing(Path entry) {
        boolean hasLedgers = RepairScope.list(entry).stream()
                .anyMatch(path -> path.toString().endsWith(".ledger"));
        if (quiet && hasLedgers) {
            findings.add(entry.resolve("subscription"), 0, "file", "that of a subscription", "missing");
        }
    }

    private void lookAtText(Path path) {
        boolean looked = findings.inside(path, FileKind.SUBSCRIPTION_TEXT, store.id(), 0, file -> {
            if (findings.expect(
                    file.size() <= SubscriptionText.LONGEST_FILE,
                    path,
                    file.size(),
                    "length",
                    SubscriptionText.LONGEST_FILE + " at most",
                    file.size())) {
                try {
                    SubscriptionText unused =
                            SubscriptionText.parse(new UnsafeBuffer(file.get(0, (int) file.size())), path);
                } catch (StoreFault e) {
                    findings.add(path, 64, "text", "two texts and their crc", String.valueOf(e.getMessage()));
                }
            }
        });
        if (!looked && !Files.exists(path)) {
            findings.add(path, 0, "file", "name and attributes of a subscription", "missing");
        }
    }

    private void lookAtSlots(LedgerCheck ledger) {
        boolean all = true;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            LaneCheck lane = lanes[priority];
            if (lane != null && lane.isReadable()) {
                int number = priority;
                List<LedgerCheck.Records> segments = new ArrayList<>();
                lane.segments()
                        .forEach(segment -> segments.add(new LedgerCheck.Records(
                                number,
                                segment.number(),
                                segment.first(),
                                segment.end(),
                                segment.open(),
                                segment.lost(),
                                segment.holes(),
                                segment.wanted())));
                ledger.look(priority, lane.appended(), segments);
            } else {
                all &= lane == null;
            }
        }
        if (all) {
            ledger.finish();
        }
    }
}
