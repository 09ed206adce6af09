package io.foliomq.engine.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** What a check found wrong, by file and position. The first {@value #KEPT} are kept, all are counted. Not thread-safe. */
public final class Findings {
    private static final int KEPT = 1_000;

    private final List<Finding> found = new ArrayList<>();
    private long count;
    private long files;

    /** One thing that is not as it should be. */
    public record Finding(Path file, long position, String field, String expected, String actual) {}

    public List<Finding> found() {
        return found;
    }

    public long count() {
        return count;
    }

    /** Files that were looked at. */
    public long files() {
        return files;
    }

    public void add(Path file, long position, String field, String expected, String actual) {
        count++;
        if (found.size() < KEPT) {
            found.add(new Finding(file, position, field, expected, actual));
        }
    }

    /** Takes over what was found elsewhere. */
    public void addAll(Findings others) {
        files += others.files;
        count += others.count;
        found.addAll(others.found.subList(0, Math.min(others.found.size(), KEPT - found.size())));
    }

    /** Notes it unless it is so. */
    public boolean expect(boolean so, Path file, long position, String field, String expected, long actual) {
        if (!so) {
            add(file, position, field, expected, actual + " (0x" + Long.toHexString(actual) + ")");
        }
        return so;
    }

    /**
     * Looks into a file whose header is in order and which has the length that its format needs; notes what is not. A file that is not there is no finding.
     *
     * @return whether {@code look} was called
     */
    public boolean inside(Path path, FileKind kind, StoreId storeId, long minimumLength, Consumer<FileBytes> look) {
        try (FileBytes file = FileBytes.open(path)) {
            files++;
            if (!isHeaderIntact(file, kind, storeId)) {
                return false;
            }
            boolean longEnough = expect(
                    file.size() >= minimumLength,
                    path,
                    file.size(),
                    "length",
                    "at least " + minimumLength,
                    file.size());
            if (longEnough) {
                look.accept(file);
            }
            return longEnough;
        } catch (StoreFault e) {
            if (e.kind() != StoreFault.Kind.DELETED) {
                add(path, 0, "file", "readable", String.valueOf(e.getMessage()));
            }
            return false;
        }
    }

    private boolean isHeaderIntact(FileBytes file, FileKind kind, StoreId storeId) {
        Path path = file.path();
        if (!expect(
                file.size() >= FileHeaderDescriptor.LENGTH,
                path,
                file.size(),
                "length",
                "a header of 64 bytes",
                file.size())) {
            return false;
        }
        CRC32C crc = new CRC32C();
        file.update(crc, 0, FileHeaderDescriptor.CRC_OFFSET);
        long magic = file.getLong(FileHeaderDescriptor.MAGIC_OFFSET);
        int found = file.getInt(FileHeaderDescriptor.CRC_OFFSET);
        StoreId owner = storeId(file);
        return expect(magic == FileHeaderDescriptor.MAGIC, path, 0, "magic", "FOLIOMQ", magic)
                && expect(
                        found == (int) crc.getValue(),
                        path,
                        FileHeaderDescriptor.CRC_OFFSET,
                        "header crc",
                        "0x" + Long.toHexString(crc.getValue()),
                        found & 0xFFFF_FFFFL)
                && expect(
                        file.getInt(FileHeaderDescriptor.KIND_OFFSET) == kind.id(),
                        path,
                        FileHeaderDescriptor.KIND_OFFSET,
                        "kind",
                        kind.id() + " (" + kind + ")",
                        file.getInt(FileHeaderDescriptor.KIND_OFFSET))
                && expect(
                        file.getInt(FileHeaderDescriptor.VERSION_OFFSET) == kind.version(),
                        path,
                        FileHeaderDescriptor.VERSION_OFFSET,
                        "version",
                        Integer.toString(kind.version()),
                        file.getInt(FileHeaderDescriptor.VERSION_OFFSET))
                && isOwner(path, storeId, owner);
    }

    private boolean isOwner(Path path, StoreId storeId, StoreId owner) {
        if (!owner.equals(storeId)) {
            add(path, FileHeaderDescriptor.STORE_ID_OFFSET, "store id", storeId.toString(), owner.toString());
        }
        return owner.equals(storeId);
    }

    /** What the header says, whether it is intact or not. */
    public static StoreId storeId(FileBytes file) {
        return new StoreId(
                file.getLong(FileHeaderDescriptor.STORE_ID_OFFSET),
                file.getLong(FileHeaderDescriptor.STORE_ID_OFFSET + Long.BYTES));
    }
}
