package io.foliomq.engine.storage;

/**
 * {@code store.mark}: what all members of a store must agree on. Little endian, after the common file header.
 *
 * <pre>
 *   64             80              88                  92 / 96           104
 *   +--------------+---------------+-------------------+-----------------+
 *   | boot id      | segment bytes | segment records   | incarnations    |
 *   +--------------+---------------+-------------------+-----------------+
 * </pre>
 *
 * boot id: written by the first member that attaches after a boot, once it has checked what the cut may have damaged. segment bytes and segment records: written at creation.
 * incarnations: how many members ever attached; {@code getAndAdd} by each that attaches. message ids and member tokens stand on it: it never goes back.
 */
public final class StoreMarkDescriptor {
    public static final int BOOT_ID_OFFSET = FileHeaderDescriptor.LENGTH;
    public static final int SEGMENT_BYTES_OFFSET = BOOT_ID_OFFSET + 2 * Long.BYTES;
    public static final int SEGMENT_RECORDS_OFFSET = SEGMENT_BYTES_OFFSET + Long.BYTES;
    public static final int INCARNATIONS_OFFSET = SEGMENT_RECORDS_OFFSET + 2 * Integer.BYTES;
    public static final int LENGTH = 4096;

    private StoreMarkDescriptor() {}
}
