package io.foliomq.engine;

import io.foliomq.engine.ledger.Ledger;
import io.foliomq.engine.ledger.LedgerSettings;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Ledger.create(directory.resolve(QUEUE), settings, true, 0, new long[Lanes.COUNT], 0);
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
        return list().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    private synchronized List<StoredSubscription> read() {
        long version = file.subscriptionsVersion();
        List<StoredSubscription> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.exists(entry.resolve("subscription"))) {
                    StoredSubscription subscription = open(entry);
                    if (!subscription.ledger().isDeleted()) {
                        found.add(subscription);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot list subscriptions: directory=" + directory + ", cause=" + e, e);
        }
        listing = new Listing(version, List.copyOf(found));
        return found;
    }

    private StoredSubscription open(Path entry) {
        StoredSubscription known = open.get(entry);
        if (known != null && !known.ledger().isDeleted()) {
            return known;
        }
        Ledger ledger = Ledger.open(entry, settings, destination.lanes());
        SubscriptionText text = destination.kind() == DestinationKind.QUEUE
                ? new SubscriptionText("", "")
                : SubscriptionText.read(entry, settings.storeId());
        StoredSubscription subscription = new StoredSubscription(destination, ledger, text.name(), text.attributes());
        open.put(entry, subscription);
        return subscription;
    }

    StoredSubscription subscribe(SubscriptionOptions options) {
        Optional<StoredSubscription> existing = find(options.name());
        if (existing.isPresent()) {
            return existing.get();
        }
        long owner = options.durable() ? 0 : settings.holder().token();
        if (owner != 0) {
            destination.root().attachedPlaces().add(path(options.name()));
        }
        destination.guarded(() -> {
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

    /** Under the destination's mutex: with every lane's mutex held, so that the first sequence it sees is well defined. */
    private void create(SubscriptionOptions options, long owner) {
        List<Lane> locked = new ArrayList<>();
        try {
            long[] starts = new long[Lanes.COUNT];
            long startBytes = 0;
            for (int priority = Lanes.COUNT - 1; priority >= 0; priority--) {
                Lane lane = destination.lanes().existing(priority);
                if (lane != null) {
                    lane.lock();
                    locked.add(lane);
                    starts[priority] = lane.next();
                    startBytes += lane.appendedBytes();
                }
            }
            StoreLayout.makeDirectory(path(options.name()));
            new SubscriptionText(options.name(), options.attributes())
                    .write(
                            path(options.name()),
                            settings.storeId(),
                            settings.epochClock().time());
            Ledger.create(path(options.name()), settings, options.durable(), owner, starts, startBytes);
            reserveCurrent(path(options.name()));
            if (options.durable()) {
                // A durable subscription that was made survives a power loss.
                StoreLayout.forceNames(path(options.name()), LEVELS);
            }
            file.subscriptionsChanged(file.subscriptionCount() + 1);
        } finally {
            locked.forEach(Lane::unlock);
        }
    }

    private void reserveCurrent(Path made) {
        Ledger ledger = Ledger.open(made, settings, destination.lanes());
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            Lane lane = destination.lanes().existing(priority);
            if (lane != null && lane.currentSegment() != 0) {
                ledger.reserve(priority, lane.currentSegment(), 0, lane.reservedRecords());
            }
        }
        ledger.close();
    }

    /** Takes a subscription that is marked as deleted off the list and off the disk. */
    void remove(StoredSubscription subscription) {
        destination.guarded(() -> file.subscriptionsChanged(Math.max(0, file.subscriptionCount() - 1)));
        synchronized (this) {
            open.remove(subscription.ledger().directory());
        }
        destination.root().trash().discard(subscription.ledger().directory());
        if (subscription.isDurable() && Files.isDirectory(directory)) {
            // What was deleted does not come back with the power.
            StoreLayout.forceNames(directory, 0);
        }
        destination.root().housekeeper().sweepSoon(destination);
    }

    /** Under a lane's mutex. */
    void reserve(int lane, long segment, int from, int to) {
        for (StoredSubscription subscription : list()) {
            subscription.ledger().reserve(lane, segment, from, to);
        }
    }

    boolean isSettled(int lane, long segment) {
        for (StoredSubscription subscription : list()) {
            if (!subscription.ledger().isSettled(lane, segment)) {
                return false;
            }
        }
        return true;
    }

    void deleteSegment(int lane, long segment) {
        for (StoredSubscription subscription : list()) {
            subscription.ledger().deleteSegment(lane, segment);
        }
    }
}
