package io.foliomq.engine.storage;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What must be known of a store to read its files: from its mark, or, where that is damaged, from what the other files say.
 *
 * @param whole whether the mark says it
 */
public record StoreIdentity(StoreId id, int segmentBytes, int segmentRecords, boolean whole) {
    private static final int LEAST_SEGMENT = 1 << 20;
    private static final int LARGEST_SEGMENT = 1 << 30;
    private static final int LEAST_RECORDS = 1 << 10;
    private static final int MOST_RECORDS = 1 << 22;
    private static final int DEFAULT_SEGMENT = 64 << 20;
    private static final int DEFAULT_RECORDS = 1 << 19;

    /** Reads the mark, and notes what is wrong with it. Empty if neither the mark nor any of the files says whose it is. */
    public static Optional<StoreIdentity> read(StoreLayout layout, Collection<Path> files, Findings findings) {
        Map<StoreId, Integer> votes = new HashMap<>();
        for (Path file : files) {
            Optional<StoreId> owner = owner(file);
            owner.ifPresent(id -> votes.merge(id, 1, Integer::sum));
        }
        Optional<StoreId> marked = owner(layout.mark());
        Optional<StoreId> id = marked.isPresent()
                ? marked
                : votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        if (marked.isEmpty() && id.isPresent()) {
            noteMark(layout, findings, id.get());
        }
        return id.map(known -> read(layout, files, known, findings));
    }

    private static void noteMark(StoreLayout layout, Findings findings, StoreId id) {
        if (!layout.mark().toFile().exists()) {
            findings.add(layout.mark(), 0, "file", "the mark of store " + id, "missing");
        }
    }

    private static StoreIdentity read(StoreLayout layout, Collection<Path> files, StoreId id, Findings findings) {
        int[] settings = {0, 0};
        findings.inside(layout.mark(), FileKind.STORE_MARK, id, StoreMarkDescriptor.LENGTH, mark -> {
            long bytes = mark.getLong(StoreMarkDescriptor.SEGMENT_BYTES_OFFSET);
            int records = mark.getInt(StoreMarkDescriptor.SEGMENT_RECORDS_OFFSET);
            long incarnations = mark.getLong(StoreMarkDescriptor.INCARNATIONS_OFFSET);
            Path path = mark.path();
            boolean plausible = findings.expect(
                            bytes >= LEAST_SEGMENT && bytes <= LARGEST_SEGMENT && bytes % (64 << 10) == 0,
                            path,
                            StoreMarkDescriptor.SEGMENT_BYTES_OFFSET,
                            "segment bytes",
                            LEAST_SEGMENT + ".." + LARGEST_SEGMENT,
                            bytes)
                    & findings.expect(
                            records >= LEAST_RECORDS && records <= MOST_RECORDS,
                            path,
                            StoreMarkDescriptor.SEGMENT_RECORDS_OFFSET,
                            "segment records",
                            LEAST_RECORDS + ".." + MOST_RECORDS,
                            records)
                    & findings.expect(
                            incarnations >= 0 && incarnations <= Integer.MAX_VALUE,
                            path,
                            StoreMarkDescriptor.INCARNATIONS_OFFSET,
                            "incarnations",
                            "0.." + Integer.MAX_VALUE,
                            incarnations);
            if (plausible) {
                settings[0] = (int) bytes;
                settings[1] = records;
            }
        });
        return settings[0] == 0 ? inferred(files, id) : new StoreIdentity(id, settings[0], settings[1], true);
    }

    /** Whether the file has an intact header that says another store, a kind that we do not know, or another version of it. */
    public static boolean isForeign(FileBytes file, StoreId id) {
        return isHeaderIntact(file) && (!Findings.storeId(file).equals(id) || !isKnown(file));
    }

    private static boolean isKnown(FileBytes file) {
        int kind = file.getInt(FileHeaderDescriptor.KIND_OFFSET);
        int version = file.getInt(FileHeaderDescriptor.VERSION_OFFSET);
        return Arrays.stream(FileKind.values()).anyMatch(known -> known.id() == kind && known.version() == version);
    }

    /** By the lengths of files that are as long as the settings say. */
    private static StoreIdentity inferred(Collection<Path> files, StoreId id) {
        int segmentBytes = DEFAULT_SEGMENT;
        int segmentRecords = DEFAULT_RECORDS;
        for (Path path : files) {
            long length = path.toFile().length();
            String name = path.toString();
            if (name.endsWith(".ledger")) {
                long records = (length - FileHeaderDescriptor.LENGTH) / Long.BYTES;
                segmentRecords = records >= LEAST_RECORDS && records <= MOST_RECORDS ? (int) records : segmentRecords;
            } else if (name.endsWith(".cq4") || name.endsWith(".kept")) {
                long bytes = length >> 16 << 16;
                segmentBytes = bytes >= LEAST_SEGMENT && bytes <= LARGEST_SEGMENT ? (int) bytes : segmentBytes;
            }
        }
        return new StoreIdentity(id, segmentBytes, segmentRecords, false);
    }

    private static boolean isHeaderIntact(FileBytes file) {
        CRC32C crc = new CRC32C();
        file.update(crc, 0, FileHeaderDescriptor.CRC_OFFSET);
        return file.size() >= FileHeaderDescriptor.LENGTH
                && file.getLong(FileHeaderDescriptor.MAGIC_OFFSET) == FileHeaderDescriptor.MAGIC
                && file.getInt(FileHeaderDescriptor.CRC_OFFSET) == (int) crc.getValue();
    }

    /** Whose file it is; empty if it has no intact header. */
    private static Optional<StoreId> owner(Path path) {
        try (FileBytes file = FileBytes.open(path)) {
            return isHeaderIntact(file) ? Optional.of(Findings.storeId(file)) : Optional.empty();
        } catch (StoreFault e) {
            return Optional.empty();
        }
    }
}
