package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a reserve of free disk, so that sending stops with an exception while there is still room to consume, dead-letter and commit. Thread-safe.
 */
public final class DiskGuard {
    private final Path root;
    private final FileStore fileStore;
    private final long reserveBytes;

    public DiskGuard(Path root, long reserveBytes) {
        this.root = root;
        this.reserveBytes = reserveBytes;
        try {
            this.fileStore = Files.getFileStore(root);
        } catch (IOException e) {
            throw MappedFile.io("cannot read free disk space", root, e);
        }
    }

    /** Fails with {@link StoreFault.Kind#DISK_FULL} if taking {@code bytes} more would touch the reserve. */
    public void admit(long bytes) {
        long usable = usableBytes();
        if (usable - bytes < reserveBytes) {
            throw new StoreFault(
                    StoreFault.Kind.DISK_FULL,
                    "disk is full: store=" + root + ", usableBytes=" + usable + ", neededBytes=" + bytes
                            + ", reserveBytes=" + reserveBytes);
        }
    }

    long usableBytes() {
        try {
            return fileStore.getUsableSpace();
        } catch (IOException e) {
            throw MappedFile.io("cannot read free disk space", root, e);
        }
    }
}
