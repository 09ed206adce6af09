package io.foliomq.engine;

import io.foliomq.engine.ledger.LedgerRepair;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.KeptSegment;
import io.foliomq.engine.log.LaneRepair;
import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one destination whole after a power loss: its own file, then its lanes, then the ledgers of its subscriptions. */
final class DestinationRepair {
    private final StoreLayout layout;
    private final Path directory;
    private final DestinationKind kind;
    private final RepairScope scope;
    private final CommittedTransactions transactions;
    private final Map<Integer, LaneRepair> lanes = new HashMap<>();
    private final List<Path> subscriptions = new ArrayList<>();

    DestinationRepair(
            StoreLayout layout,
            Path directory,
            DestinationKind kind,
            RepairScope scope,
            CommittedTransactions transactions) {
        this.layout = layout;
        this.directory = directory;
        this.kind = kind;
        this.scope = scope;
        this.transactions = transactions;
    }

    void run() {
        MappedFile file = openFile();
        if (file == null) {
            return;
        }
        file.close();
        try (DestinationFile destination = DestinationFile.open(directory, scope.storeId())) {
            if (destination.isDeleted()) {
                RepairScope.deleteTree(directory);
                return;
            }
            sweepTemporary(directory);
            scanLanes();
            findSubscriptions();
            writeLanes();
            for (Path subscription : subscriptions) {
                repair(subscription);
            }
            // The ledgers say what is lost, by their names too, before the lanes say that the rest counts.
            subscriptions.forEach(subscription -> StoreLayout.forceNames(subscription, 1));
            CrashPoint.REPAIR_LEDGERS_FORCED.reach();
            lanes.values().forEach(LaneRepair::finish);
            long bits = 0;
            for (int lane : lanes.keySet()) {
                bits |= 1L << lane;
            }
            destination.repaired(bits, subscriptions.size());
        }
    }

    private @Nullable MappedFile openFile() {
        MappedFile file =
                scope.openIntact(directory.resolve("destination"), FileKind.DESTINATION, DestinationDescriptor.LENGTH);
        if (file != null && DestinationFile.isAsCreated(file.buffer())) {
            return file;
        }
        if (file != null) {
            file.close();
            RepairScope.delete(directory.resolve("destination"));
        }
        Optional<String> name = FileNames.decode(directory.getFileName().toString());
        if (name.isEmpty()) {
            scope.lost("destination cannot be repaired, its name is gone: directory=" + directory);
            return null;
        }
        if (Files.isDirectory(directory.resolve("log"))) {
            scope.lost("destination is damaged, its limits are gone: directory=" + directory);
        }
        DestinationFile.openOrCreate(directory, scope.storeId(), scope.nowMs(), kind, name.get())
                .close();
        return scope.openIntact(directory.resolve("destination"), FileKind.DESTINATION, DestinationDescriptor.LENGTH);
    }

    private static void sweepTemporary(Path parent) {
        for (Path path : RepairScope.list(parent)) {
            if (path.getFileName().toString().contains(".tmp-")) {
                RepairScope.delete(path);
            }
        }
    }

    private void scanLanes() {
        String path = layout.root().relativize(directory).toString();
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Path lane = Lanes.path(directory, priority);
            if (Files.isDirectory(lane)) {
                lanes.put(priority, LaneRepair.scan(lane, priority, scope, transactions.listener(path, priority)));
            }
        }
    }

    private void findSubscriptions() {
        if (kind == DestinationKind.QUEUE) {
            StoreLayout.makeDirectory(directory.resolve("subscriptions").resolve(SubscriptionSet.QUEUE));
        }
        for (Path entry : RepairScope.list(directory.resolve("subscriptions"))) {
            sweepTemporary(entry);
            if (kind == DestinationKind.TOPIC && !repairText(entry)) {
                RepairScope.deleteTree(entry);
                continue;
            }
            try (LedgerRepair ledger = LedgerRepair.open(entry, scope)) {
                if (kind == DestinationKind.TOPIC && ledger.isGone()) {
                    RepairScope.deleteTree(entry);
                } else {
                    subscriptions.add(entry);
                }
            }
        }
    }

    /** A subscription without a text was never finished, or is damaged beyond repair. */
    private boolean repairText(Path entry) {
        try {
            if (Files.exists(entry.resolve("text"))) {
                SubscriptionText unused = SubscriptionText.read(entry, scope.storeId());
                return Files.exists(entry.resolve("subscription"));
            }
            return false;
        } catch (StoreFault e) {
            if (e.kind() != StoreFault.Kind.CORRUPT) {
                throw e;
            }
            scope.errorHandler().onError(e);
            RepairScope.delete(entry.resolve("text"));
            Optional<String> name = FileNames.decode(entry.getFileName().toString());
            name.ifPresent(known -> new SubscriptionText(known, "").write(entry, scope.storeId(), scope.nowMs()));
            return name.isPresent();
        }
    }

    private void writeLanes() {
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            LaneRepair lane = lanes.get(priority);
            Map<Long, BitSet> settled = new HashMap<>();
            if (lane != null) {
                // To begin with, whatever is missing.
                lane.kept()
                        .forEach(segment -> settled.put(
                                segment.number(), (BitSet) segment.lost().clone()));
            }
            long floor = 0;
            long highestSegment = 0;
            for (Path subscription : subscriptions) {
                try (LedgerRepair ledger = LedgerRepair.open(subscription, scope)) {
                    floor = Math.max(floor, ledger.start(priority));
                    retainSettled(ledger, priority, lane, settled);
                    for (long segment : segmentsOf(subscription, priority)) {
                        highestSegment = Math.max(highestSegment, segment);
                        floor = Math.max(floor, usedEnd(ledger, priority, lane, segment));
                    }
                }
            }
            if (lane != null) {
                lane.write(
                        floor,
                        highestSegment,
                        (segment, sequence) -> Objects.requireNonNull(settled.get(segment.number()))
                                .get((int) (sequence - segment.first())));
                deleteForeign(priority, lane);
            }
        }
    }

    private static void retainSettled(
            LedgerRepair ledger, int priority, @Nullable LaneRepair lane, Map<Long, BitSet> settled) {
        settled.forEach((number, records) -> {
            if (lane != null && !records.isEmpty()) {
                ledger.retainSettled(priority, number, lane.firstSequence(number), records);
            }
        });
    }

    private static long usedEnd(LedgerRepair ledger, int priority, @Nullable LaneRepair lane, long segment) {
        // Below the last kept segment every sequence is taken anyhow.
        long first = lane == null || segment < lane.lastKept() ? -1 : lane.firstSequence(segment);
        return first < 0 ? 0 : first + ledger.usedSlots(priority, segment);
    }

    private static List<Long> segmentsOf(Path subscription, int priority) {
        List<Long> segments = new ArrayList<>();
        for (Path path : RepairScope.list(subscription)) {
            String name = path.getFileName().toString();
            if (LedgerRepair.laneOf(name) == priority) {
                segments.add(LedgerRepair.segmentOf(name));
            }
        }
        return segments;
    }

    /** Ledger files of segments that are gone. */
    private void deleteForeign(int priority, LaneRepair lane) {
        List<Long> kept = lane.kept().stream().map(KeptSegment::number).toList();
        for (Path subscription : subscriptions) {
            try (LedgerRepair ledger = LedgerRepair.open(subscription, scope)) {
                for (long segment : segmentsOf(subscription, priority)) {
                    if (!kept.contains(segment)) {
                        ledger.delete(priority, segment);
                    }
                }
            }
        }
    }

    private void repair(Path subscription) {
        String path = layout.root().relativize(subscription).toString();
        long[] appended = new long[Lanes.COUNT];
        long appendedBytes = 0;
        try (LedgerRepair ledger = LedgerRepair.open(subscription, scope)) {
            for (Map.Entry<Integer, LaneRepair> entry : lanes.entrySet()) {
                LaneRepair lane = entry.getValue();
                appended[entry.getKey()] = lane.next();
                appendedBytes += lane.appendedBytes();
                for (KeptSegment segment : lane.kept()) {
                    Segment opened = lane.open(segment);
                    try {
                        ledger.repair(entry.getKey(), new Found(path, entry.getKey(), lane, segment, opened));
                    } finally {
                        opened.release();
                    }
                }
            }
            ledger.finish(appended, appendedBytes);
        }
    }

    private final class Found implements LedgerRepair.Records {
        private final String subscription;
        private final int priority;
        private final LaneRepair lane;
        private final KeptSegment segment;
        private final Segment opened;

        private Found(String subscription, int priority, LaneRepair lane, KeptSegment segment, Segment opened) {
            this.subscription = subscription;
            this.priority = priority;
            this.lane = lane;
            this.segment = segment;
            this.opened = opened;
        }

        @Override
        public long segment() {
            return segment.number();
        }

        @Override
        public long first() {
            return segment.first();
        }

        @Override
        public long end() {
            return lane.endSequence(segment);
        }

        @Override
        public boolean isLost(long sequence) {
            return segment.isLost(sequence);
        }

        @Override
        public int length(long sequence) {
            return opened.length(sequence);
        }

        @Override
        public @Nullable SlotState settledBy(long sequence) {
            return transactions.settledBy(subscription, priority, sequence);
        }

        @Override
        public long heldBy(long sequence) {
            return transactions.heldBy(subscription, priority, sequence);
        }
    }

    /** After the transactions were applied: deletes bodies outside that no record refers to any more. */
    void deleteOrphans() {
        Path large = directory.resolve("log").resolve("large");
        for (Path path : RepairScope.list(large)) {
            boolean kept = LargeBodies.isKept(path, transactions.keptBodies())
                    || lanes.entrySet().stream()
                            .anyMatch(lane -> LargeBodies.isOf(path, lane.getKey(), lane.getValue()));
            if (!kept) {
                RepairScope.delete(path);
            }
        }
    }
}
