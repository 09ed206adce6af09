package io.foliomq.engine.log;

import org.agrona.DirectBuffer;

/**
 * A payload too large for a segment: a file {@code log/large/<lane>-<segment>-<id>.body} holds it behind the common header, and the record's payload is this reference
 * to it, little endian.
 *
 * <pre>
 *   0        8        12     16
 *   +--------+--------+------+
 *   | id     | length | crc  |     crc: CRC32C of the payload
 *   +--------+--------+------+
 * </pre>
 *
 * The file is complete under a temporary name before the record is appended, and gets its name under the lane's mutex just before. It goes with the record's segment, or once the record is settled.
 */
public final class LargeBodyDescriptor {
    public static final int ID_OFFSET = 0;
    public static final int LENGTH_OFFSET = ID_OFFSET + Long.BYTES;
    public static final int CRC_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    public static final int LENGTH = CRC_OFFSET + Integer.BYTES;

    private LargeBodyDescriptor() {}

    /** Whether the record at this offset, of this length, is such a reference. */
    static boolean isIn(DirectBuffer log, int record, int length) {
        return RecordDescriptor.isLarge(log, record) && length >= RecordDescriptor.ENVELOPE_LENGTH + LENGTH;
    }
}
