package io.foliomq.engine.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * What each part of a repair after a power loss works with. A repair has the store for itself: nobody else has it open.
 *
 * @param errorHandler told of everything that was lost
 */
public record RepairScope(StoreId storeId, int segmentRecords, long nowMs, ErrorHandler errorHandler) {
    /** For files that can be rebuilt from others: damage to them is no loss. */
    public RepairScope silent() {
        return new RepairScope(storeId, segmentRecords, nowMs, ignored -> {});
    }

    public void lost(String what) {
        errorHandler.onError(new StoreFault(StoreFault.Kind.CORRUPT, what));
    }

    /** The file; {@code null} if there is none, or none that is intact: then it is reported and deleted. */
    public @Nullable MappedFile openIntact(Path path, FileKind kind, long minimumLength) {
        try {
            return MappedFile.open(path, kind, storeId, minimumLength);
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.CORRUPT) {
                errorHandler.onError(e);
                delete(path);
            } else if (e.kind() != StoreFault.Kind.DELETED) {
                throw e;
            }
            return null;
        }
    }

    public static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot rename: file=" + from + ", to=" + to + ", cause=" + e, e);
        }
    }

    public static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw MappedFile.io("cannot delete", path, e);
        }
    }

    public static void deleteTree(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.sorted(Comparator.reverseOrder()).toList().forEach(RepairScope::delete);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw MappedFile.io("cannot delete", directory, e);
        } catch (UncheckedIOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete: file=" + directory + ", cause=" + e, e);
        }
    }

    /** What is in a directory; nothing if it is none, or is reached by a symbolic link. */
    public static List<Path> list(Path directory) {
        List<Path> found = new ArrayList<>();
        if (Files.isSymbolicLink(directory)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return found;
        } catch (IOException e) {
            throw MappedFile.io("cannot list", directory, e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
