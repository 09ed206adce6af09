package io.foliomq.engine;

/**
 * How deep a destination may grow. Kept in the destination, so that all processes see the same.
 *
 * @param maxRecords records that are appended and not settled; 0 = no limit
 * @param maxBytes their bytes on the log, envelopes included; 0 = no limit
 * @param overflow what happens at the limit
 * @param blockMillis how long {@link OverflowPolicy#BLOCK} waits
 */
public record Limits(long maxRecords, long maxBytes, OverflowPolicy overflow, long blockMillis) {
    /** No limit but the disk. */
    public static final Limits NONE = new Limits(0, 0, OverflowPolicy.BLOCK, 10_000);

    public Limits {
        if (maxRecords < 0 || maxBytes < 0 || blockMillis < 0) {
            throw new IllegalArgumentException("limits must not be negative: maxRecords=" + maxRecords + ", maxBytes="
                    + maxBytes + ", blockMillis=" + blockMillis + ", accepted=0 (none) or more");
        }
    }
}
