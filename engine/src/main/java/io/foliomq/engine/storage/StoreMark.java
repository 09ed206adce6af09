package io.foliomq.engine.storage;

import java.nio.file.Files;
import org.agrona.concurrent.AtomicBuffer;

/** The identity card of a store: opened first, closed last. */
public final class StoreMark implements AutoCloseable {
    private final MappedFile file;
    private final StoreId storeId;

    private StoreMark(MappedFile file) {
        this.file = file;
        this.storeId = file.storeId();
    }

    /** As the other, under the boot of the running kernel. */
    public static StoreMark openOrCreate(StoreLayout layout, long createdMs, int segmentBytes, int segmentRecords) {
        return openOrCreate(layout, createdMs, BootId.current(), segmentBytes, segmentRecords);
    }

    /** Opens the mark, making store directories and mark where there are none. Settings count only for whoever makes it; all others take what they find. */
    public static StoreMark openOrCreate(
            StoreLayout layout, long createdMs, BootId boot, int segmentBytes, int segmentRecords) {
        layout.create();
        if (!Files.exists(layout.mark())) {
            MappedFile.create(
                    layout.mark(),
                    FileKind.STORE_MARK,
                    StoreId.random(),
                    createdMs,
                    StoreMarkDescriptor.LENGTH,
                    StoreMarkDescriptor.LENGTH,
                    buffer -> {
                        buffer.putLong(StoreMarkDescriptor.BOOT_ID_OFFSET, boot.high());
                        buffer.putLong(StoreMarkDescriptor.BOOT_ID_OFFSET + Long.BYTES, boot.low());
                        buffer.putLong(StoreMarkDescriptor.SEGMENT_BYTES_OFFSET, segmentBytes);
                        buffer.putInt(StoreMarkDescriptor.SEGMENT_RECORDS_OFFSET, segmentRecords);
                    });
        }
        return new StoreMark(MappedFile.open(layout.mark(), FileKind.STORE_MARK, null, StoreMarkDescriptor.LENGTH));
    }

    /** Opens the mark of a store that exists. */
    public static StoreMark open(StoreLayout layout) {
        return new StoreMark(MappedFile.open(layout.mark(), FileKind.STORE_MARK, null, StoreMarkDescriptor.LENGTH));
    }

    /**
     * Makes the mark of a store that has lost it.
     *
     * @param identity known from the other files, with the settings that they show
     * @param incarnations so many members may have been attached: the next is one that never was
     */
    public static void recreate(StoreLayout layout, StoreIdentity identity, long createdMs, int incarnations) {
        MappedFile.create(
                layout.mark(),
                FileKind.STORE_MARK,
                identity.id(),
                createdMs,
                StoreMarkDescriptor.LENGTH,
                StoreMarkDescriptor.LENGTH,
                buffer -> {
                    buffer.putLong(StoreMarkDescriptor.SEGMENT_BYTES_OFFSET, identity.segmentBytes());
                    buffer.putInt(StoreMarkDescriptor.SEGMENT_RECORDS_OFFSET, identity.segmentRecords());
                    buffer.putLong(StoreMarkDescriptor.INCARNATIONS_OFFSET, incarnations);
                });
    }

    public StoreId storeId() {
        return storeId;
    }

    public int segmentBytes() {
        return (int) file.buffer().getLong(StoreMarkDescriptor.SEGMENT_BYTES_OFFSET);
    }

    public int segmentRecords() {
        return file.buffer().getInt(StoreMarkDescriptor.SEGMENT_RECORDS_OFFSET);
    }

    /** The boot under which the store was last known to be whole. */
    public BootId bootId() {
        AtomicBuffer buffer = file.buffer();
        return new BootId(
                buffer.getLong(StoreMarkDescriptor.BOOT_ID_OFFSET),
                buffer.getLong(StoreMarkDescriptor.BOOT_ID_OFFSET + Long.BYTES));
    }

    /** Records that the store was checked under this boot. */
    public void bootId(BootId boot) {
        AtomicBuffer buffer = file.buffer();
        buffer.putLong(StoreMarkDescriptor.BOOT_ID_OFFSET, boot.high());
        buffer.putLong(StoreMarkDescriptor.BOOT_ID_OFFSET + Long.BYTES, boot.low());
        file.sync();
    }

    /** A number that no other member of this store ever had or will have, from 1. */
    public int nextIncarnation() {
        long next = file.buffer().getAndAddLong(StoreMarkDescriptor.INCARNATIONS_OFFSET, 1) + 1;
        if (next > Integer.MAX_VALUE) {
            throw new StoreFault(StoreFault.Kind.LIMIT, "too many members ever attached: incarnations=" + next);
        }
        // Stale after a power loss, it would give a number again.
        file.sync();
        return (int) next;
    }

    @Override
    public void close() {
        file.close();
    }
}
