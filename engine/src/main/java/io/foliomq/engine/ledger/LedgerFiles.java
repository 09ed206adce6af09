package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The ledger files of one subscription: made and reserved by whoever appends, mapped by whoever reads. Thread-safe. */
final class LedgerFiles {
    private final Path directory;
    private final LedgerSettings settings;
    private final Sequences sequences;
    private final BooleanSupplier gone;
    private final ConcurrentHashMap<String, LedgerSegment> open = new ConcurrentHashMap<>();

    /** @param gone whether another subscription may have the directory's name by now */
    LedgerFiles(Path directory, LedgerSettings settings, Sequences sequences, BooleanSupplier gone) {
        this.gone = gone;
        this.directory = directory;
        this.settings = settings;
        this.sequences = sequences;
    }

    void reserve(int lane, long segment, int from, int to) {
        Path path = path(lane, segment);
        boolean made = !Files.exists(path)
                && MappedFile.create(
                        path,
                        FileKind.LEDGER,
                        settings.storeId(),
                        settings.epochClock().time(),
                        LedgerDescriptor.length(settings.segmentRecords()),
                        LedgerDescriptor.slot(to),
                        buffer -> {});
        if (!made) {
            Zeros.write(path, LedgerDescriptor.slot(from), LedgerDescriptor.slot(to), settings.forced());
        }
    }

    /** The slots of a segment, to be released; {@code null} if the segment is deleted. */
    @Nullable
    LedgerSegment acquire(int lane, long segment) {
        String key = lane + "-" + segment;
        while (true) {
            LedgerSegment cached = open.get(key);
            if (cached != null && cached.tryAcquire()) {
                return cached;
            }
            if (sequences.isDeleted(lane, segment)) {
                return null;
            }
            MappedFile file;
            try {
                file = MappedFile.open(
                        path(lane, segment),
                        FileKind.LEDGER,
                        settings.storeId(),
                        LedgerDescriptor.length(settings.segmentRecords()));
            } catch (StoreFault e) {
                if (e.kind() == StoreFault.Kind.DELETED && sequences.isDeleted(lane, segment)) {
                    return null;
                }
                throw e;
            }
            if (gone.getAsBoolean()) {
                file.close();
                throw new StoreFault(StoreFault.Kind.DELETED, "subscription is deleted: directory=" + directory);
            }
            LedgerSegment opened =
                    new LedgerSegment(segment, sequences.firstSequence(lane, segment), file, settings.nanoClock());
            opened.onRelease(gone -> open.remove(key, gone));
            boolean ours = cached == null ? open.putIfAbsent(key, opened) == null : open.replace(key, cached, opened);
            if (ours) {
                return opened;
            }
            opened.release();
        }
    }

    void delete(int lane, long segment) {
        try {
            Files.deleteIfExists(path(lane, segment));
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot delete ledger: file=" + path(lane, segment) + ", cause=" + e, e);
        }
    }

    private Path path(int lane, long segment) {
        return directory.resolve("p" + lane + "-" + segment + ".ledger");
    }
}
