package io.foliomq.engine;

import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The destinations on disk that this process has open, and how it comes by others, while any process makes and deletes them. Thread-safe. */
final class StoredDestinations {
    private final StoreRoot root;
    private final StoreLayout layout;
    private final StoreId storeId;
    private final ConcurrentHashMap<Path, StoredDestination> open = new ConcurrentHashMap<>();

    StoredDestinations(StoreRoot root, StoreLayout layout, StoreId storeId) {
        this.root = root;
        this.layout = layout;
        this.storeId = storeId;
    }

    Collection<StoredDestination> open() {
        return open.values();
    }

    Optional<StoredDestination> find(DestinationKind kind, String name) {
        return open(directory(kind).resolve(FileNames.encode(name)))
                .filter(found -> found.name().equals(name));
    }

    /** The one of this name, made if there is none. */
    StoredDestination openOrCreate(DestinationKind kind, String name) {
        DestinationFile.requireName(name);
        Path directory = directory(kind).resolve(FileNames.encode(name));
        long start = root.nanoClock().nanoTime();
        while (true) {
            StoredDestination known = open.get(directory);
            if (known != null && !known.isDeleted()) {
                return named(name, known);
            }
            StoredDestination opened = tryOpenOrCreate(directory, kind, name);
            if (opened != null) {
                return named(name, opened);
            }
            // It was deleted, by us or another process, and its directory is away by now.
            ensureEnds(start, directory);
        }
    }

    /** Where a file system takes capitals and small letters for the same, two names may lead to one directory. */
    private static StoredDestination named(String name, StoredDestination found) {
        if (!found.name().equals(name)) {
            throw new StoreFault(
                    StoreFault.Kind.MISMATCH,
                    "directory is that of another destination: expected=" + name + ", actual=" + found.name());
        }
        return found;
    }

    private @Nullable StoredDestination tryOpenOrCreate(Path directory, DestinationKind kind, String name) {
        try {
            StoreLayout.makeDirectory(directory);
            return adopt(
                    directory,
                    DestinationFile.openOrCreate(
                            directory, storeId, root.options().clock().time(), kind, name));
        } catch (StoreFault e) {
            if (isVanishing(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Directories come and go while others make and delete the same destination. */
    private static boolean isVanishing(StoreFault fault) {
        return fault.kind() == StoreFault.Kind.DELETED
                || fault.getCause() instanceof NoSuchFileException
                || fault.getCause() instanceof FileAlreadyExistsException;
    }

    /** The destination in this directory, if there is one. */
    Optional<StoredDestination> open(Path directory) {
        StoredDestination known = open.get(directory);
        if (known != null && !known.isDeleted()) {
            return Optional.of(known);
        }
        long start = root.nanoClock().nanoTime();
        while (Files.exists(directory.resolve("destination"))) {
            StoreLayout.refuseLink(directory);
            try {
                return Optional.ofNullable(adopt(directory, DestinationFile.open(directory, storeId)));
            } catch (StoreFault e) {
                if (!isVanishing(e)) {
                    throw e;
                }
            }
            ensureEnds(start, directory);
        }
        return Optional.empty();
    }

    private void ensureEnds(long startNanos, Path directory) {
        if (root.nanoClock().nanoTime() - startNanos > root.laneSettings().sendTimeoutNanos()) {
            throw new StoreFault(
                    StoreFault.Kind.HELD,
                    "destination is deleted as often as it is made: destination=" + directory.getFileName());
        }
    }

    /** The destination of this file; {@code null} if it is deleted, then its name is free. */
    private @Nullable StoredDestination adopt(Path directory, DestinationFile file) {
        StoredDestination made;
        synchronized (this) {
            purgeDeleted();
            StoredDestination known = open.get(directory);
            if (known != null && !known.isDeleted()) {
                file.close();
                return known;
            }
            made = new StoredDestination(root, directory, file);
            if (!file.isDeleted()) {
                made.prepare();
                open.put(directory, made);
                return made;
            }
        }
        made.bury();
        return null;
    }

    /** Lets go of what another process deleted. */
    private void purgeDeleted() {
        open.values().removeIf(destination -> {
            if (destination.isDeleted()) {
                destination.closeLanes();
                return true;
            }
            return false;
        });
    }

    /** Those of this kind, by name. */
    List<Destination> list(DestinationKind kind) {
        List<Destination> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory(kind))) {
            for (Path entry : entries) {
                open(entry).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + directory(kind) + ", cause=" + e, e);
        }
        found.sort(Comparator.comparing(Destination::name));
        return found;
    }

    private Path directory(DestinationKind kind) {
        return kind == DestinationKind.QUEUE ? layout.queues() : layout.topics();
    }

    void forget(Destination destination) {
        open.values().remove(destination);
    }
}
