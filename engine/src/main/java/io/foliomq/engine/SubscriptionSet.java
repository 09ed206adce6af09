package io.foliomq.engine;

import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.ledger.LedgerSettings;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a destination as all processes see them; read again when the destination says that they changed. Thread-safe. */
final class SubscriptionSet {
    /** Directory of a queue's only subscription. */
    static final String QUEUE = "queue";

    /** From a subscription to its store: subscriptions, destination, topics, store. */
    private static final int LEVELS = 4;

    private final StoredDestination destination;
    private final Path directory;
    private final DestinationFile file;
    private final LedgerSettings settings;
    private final Map<Path, StoredSubscription> open = new HashMap<>();
    private volatile Listing listing = new Listing(-1, List.of());

    private record Listing(long version, List<StoredSubscription> subscriptions) {}

    SubscriptionSet(StoredDestination destination, Path directory, DestinationFile file, LedgerSettings settings) {
        this.destination = destination;
        this.directory = directory.resolve("subscriptions");
        this.file = file;
        this.settings = settings;
    }

    /** Sees to it that a queue has its subscription. Several processes may do it at once. */
    void createQueueSubscription() {
        Ledger.create(
                directory.resolve(QUEUE), settings, new Ledger.Beginning(true, true, 0, new long[Lanes.COUNT], 0));
        if (file.subscriptionCount() == 0) {
            destination.guarded(() -> {
                if (file.subscriptionCount() == 0) {
                    file.subscriptionsChanged(1);
                }
            });
        }
    }

    List<StoredSubscription> list() {
        Listing known = listing;
        return known.version() == file.subscriptionsVersion() ? known.subscriptions() : read();
    }

    Optional<StoredSubscription> find(String name) {
        return list().stream()
                .filter(s -> !s.ledger().isDeleted() && s.name().equals(name))
                .findFirst();
    }

    private synchronized List<StoredSubscription> read() {
        long version = file.subscriptionsVersion();
        List<StoredSubscription> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Ledger.isLive(entry, settings)) {
                    open(entry).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot list subscriptions: directory=" + directory + ", cause=" + e, e);
        }
        if (file.isDeleted()) {
            // What was found under the name may belong to a destination that was made since.
            return List.of();
        }
        listing = new Listing(version, List.copyOf(found));
        return found;
    }

    /** Empty if it was deleted while we looked. */
    private Optional<StoredSubscription> open(Path entry) {
        StoredSubscription known = open.get(entry);
        if (known != null && !known.ledger().isDeleted()) {
            return Optional.of(known);
        }
        try {
            StoredSubscription made = map(entry);
            open.put(entry, made);
            return Optional.of(made).filter(s -> !s.ledger().isDeleted());
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private StoredSubscription map(Path entry) {
        Ledger ledger = Ledger.open(entry, settings, destination.lanes());
        SubscriptionText text = destination.kind() == DestinationKind.QUEUE
                ? new SubscriptionText("", "")
                : SubscriptionText.read(entry, settings.storeId());
        return new StoredSubscription(destination, ledger, text.name(), text.attributes());
    }

    StoredSubscription subscribe(SubscriptionOptions options) {
        Optional<StoredSubscription> existing = find(options.name());
        if (existing.isPresent()) {
            return existing.get();
        }
        long owner = options.durable() ? 0 : settings.holder().token();
        // Whoever reaps us if we die in here sees to what is half made.
        destination.root().attachedPlaces().add(path(options.name()));
        destination.guarded(() -> {
            destination.ensureLive();
            if (find(options.name()).isEmpty()) {
                create(options, owner);
            }
        });
        return find(options.name())
                .orElseThrow(() -> new StoreFault(
                        StoreFault.Kind.DELETED,
                        "subscription was deleted while it was made: topic=" + destination.name() + ", subscription="
                                + options.name()));
    }

    private Path path(String name) {
        return directory.resolve(FileNames.encode(name));
    }

    /**
     * Under the destination's mutex: with every lane's mutex held, so that the first sequence it sees is well defined. It counts before it lives, and lives before anybody can append:
     * at no instant is there a subscription that misses what is sent.
     */
    private void create(SubscriptionOptions options, long owner) {
        Path path = path(options.name());
        destination.root().trash().discard(path);
        List<Lane> locked = new ArrayList<>();
        try {
            Ledger.Beginning beginning = lockLanes(locked, options.durable(), owner);
            CrashPoint.SUBSCRIBE_LOCKED.reach();
            StoreLayout.makeDirectory(path);
            new SubscriptionText(options.name(), options.attributes())
                    .write(path, settings.storeId(), settings.epochClock().time());
            CrashPoint.SUBSCRIBE_NAMED.reach();
            Ledger.create(path, settings, beginning);
            CrashPoint.SUBSCRIBE_MADE.reach();
            Ledger ledger = Ledger.open(path, settings, destination.lanes());
            reserveCurrent(ledger);
            CrashPoint.SUBSCRIBE_RESERVED.reach();
            if (options.durable()) {
                // A durable subscription that was made survives a power loss.
                StoreLayout.forceNames(path, LEVELS);
            }
            file.subscriptionsChanged(file.subscriptionCount() + 1);
            CrashPoint.SUBSCRIBE_COUNTED.reach();
            ledger.markLive();
            CrashPoint.SUBSCRIBE_LIVE.reach();
            file.subscriptionsChanged(file.subscriptionCount());
            ledger.close();
        } finally {
            locked.forEach(Lane::unlock);
        }
    }

    /** From low to high, as everybody who takes several. */
    private Ledger.Beginning lockLanes(List<Lane> locked, boolean durable, long owner) {
        long[] starts = new long[Lanes.COUNT];
        long startBytes = 0;
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = destination.lanes().existing(priority);
            if (lane != null) {
                lane.lock();
                locked.add(lane);
                starts[priority] = lane.next();
                startBytes += lane.appendedBytes();
            }
        }
        return new Ledger.Beginning(false, durable, owner, starts, startBytes);
    }

    private void reserveCurrent(Ledger ledger) {
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = destination.lanes().existing(priority);
            if (lane != null && lane.currentSegment() != 0) {
                ledger.reserve(priority, lane.currentSegment(), 0, lane.reservedRecords());
            }
        }
    }

    /** Takes a subscription that is marked as deleted off the list and off the disk. */
    void remove(StoredSubscription subscription) {
        CrashPoint.UNSUBSCRIBE_MARKED.reach();
        destination.guarded(this::reconcile);
        synchronized (this) {
            open.remove(subscription.ledger().directory(), subscription);
        }
        if (subscription.isDurable() && Files.isDirectory(directory)) {
            // What was deleted does not come back with the power.
            StoreLayout.forceNames(directory, 0);
        }
        destination.root().housekeeper().sweepSoon(destination);
    }

    /** Under the destination's mutex: counts the subscriptions of a topic, and discards what is deleted or was left half made. */
    void reconcile() {
        if (destination.kind() == DestinationKind.QUEUE) {
            return;
        }
        List<Path> dead = new ArrayList<>();
        long live = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Ledger.isLive(entry, settings)) {
                    live++;
                } else {
                    dead.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot list subscriptions: directory=" + directory + ", cause=" + e, e);
        }
        file.subscriptionsChanged(live);
        CrashPoint.UNSUBSCRIBE_COUNTED.reach();
        dead.forEach(destination.root().trash()::discard);
    }

    /** Under a lane's mutex. */
    void reserve(int lane, long segment, int from, int to) {
        visit(subscription -> subscription.ledger().reserve(lane, segment, from, to));
    }

    void advance(int lane) {
        visit(subscription -> subscription.ledger().advance(lane));
    }

    boolean isSettled(int lane, long segment) {
        boolean[] settled = {true};
        visit(subscription -> settled[0] &= subscription.ledger().isSettled(lane, segment));
        return settled[0];
    }

    /** Bit i: the record at first + i is not settled in every subscription; {@code null} if that cannot be said. */
    @Nullable
    BitSet unsettled(int lane, long segment, long first, long end) {
        BitSet unsettled = new BitSet((int) (end - first));
        boolean[] known = {!list().isEmpty()};
        visit(subscription -> known[0] &= subscription.ledger().addUnsettled(lane, segment, first, end, unsettled));
        return known[0] ? unsettled : null;
    }

    /** Forces the slots of a segment to stable storage. */
    void force(int lane, long segment) {
        visit(subscription -> subscription.ledger().force(lane, segment));
    }

    void deleteSegment(int lane, long segment) {
        visit(subscription -> subscription.ledger().deleteSegment(lane, segment));
    }

    /** Releases what a member that is gone held, and deletes what goes with it. */
    void reap(long token) {
        visit(subscription -> {
            subscription.ledger().reap(token);
            subscription.endIfAbandoned(token);
        });
    }

    /** A subscription may be deleted, and its files gone, while it is visited. */
    private void visit(Consumer<StoredSubscription> visitor) {
        for (StoredSubscription subscription : list()) {
            try {
                visitor.accept(subscription);
            } catch (StoreFault e) {
                if (!subscription.isDeleted()) {
                    throw e;
                }
            }
        }
    }
}
