package io.foliomq.engine;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Where directories go that are no longer wanted: away from their name at once, off the disk right after. Thread-safe. */
final class Trash {
    private final StoreLayout layout;
    private final long token;
    private final AtomicLong counter = new AtomicLong();

    Trash(StoreLayout layout, long token) {
        this.layout = layout;
        this.token = token;
    }

    void discard(Path directory) {
        Path away = layout.trash().resolve(token + "-" + counter.incrementAndGet());
        try {
            Files.move(directory, away, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete: directory=" + directory + ", cause=" + e, e);
        }
        CrashPoint.TRASH_MOVED.reach();
        delete(away);
    }

    /** Deletes what members that died left here. */
    void empty() {
        try (Stream<Path> left = Files.list(layout.trash())) {
            left.forEach(Trash::delete);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + layout.trash() + ", cause=" + e, e);
        }
    }

    private static void delete(Path directory) {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // Somebody else deletes the same, or still makes a file in it: whoever opens the store next empties the
            // trash.
            return;
        }
    }
}
