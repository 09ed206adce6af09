package io.foliomq.engine.log;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The envelope of a record: its first {@value #ENVELOPE_LENGTH} bytes, little endian, unaligned. The payload follows; its length is that of the log's document less
 * the envelope. The engine reads the envelope only.
 *
 * <pre>
 *   0      4        5       6          7      8           16           24          32        40       44       52      56
 *   +------+--------+-------+----------+------+-----------+------------+-----------+---------+--------+--------+-------+---------
 *   | crc  | format | flags | priority | kind | timestamp | expiration | deliverAt | id      | id     | tx     | group | payload…
 *   |      |        |       |          |      | ms        | ms, 0=none | ms, 0=now | counter | prod.  | ref    | 0=none|
 *   +------+--------+-------+----------+------+-----------+------------+-----------+---------+--------+--------+-------+---------
 * </pre>
 *
 * crc is the CRC32C of bytes 4 to the end, exclusive-ored with a mix of the record's sequence: bytes that survived from another
 * place in the log never pass for the record that should be here. It is computed outside the lane's mutex; only the mix happens inside.
 */
public final class RecordDescriptor {
    public static final int CRC_OFFSET = 0;
    public static final int FORMAT_OFFSET = CRC_OFFSET + Integer.BYTES;
    public static final int FLAGS_OFFSET = FORMAT_OFFSET + Byte.BYTES;
    public static final int PRIORITY_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    public static final int KIND_OFFSET = PRIORITY_OFFSET + Byte.BYTES;
    public static final int TIMESTAMP_OFFSET = KIND_OFFSET + Byte.BYTES;
    public static final int EXPIRATION_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;
    public static final int DELIVER_AT_OFFSET = EXPIRATION_OFFSET + Long.BYTES;
    public static final int ID_COUNTER_OFFSET = DELIVER_AT_OFFSET + Long.BYTES;
    public static final int ID_PRODUCER_OFFSET = ID_COUNTER_OFFSET + Long.BYTES;
    public static final int TRANSACTION_OFFSET = ID_PRODUCER_OFFSET + Integer.BYTES;
    public static final int GROUP_OFFSET = TRANSACTION_OFFSET + Long.BYTES;
    public static final int ENVELOPE_LENGTH = GROUP_OFFSET + Integer.BYTES;

    public static final byte FORMAT = 1;
    /** The sender asked for persistence. */
    public static final int PERSISTENT_FLAG = 1;
    /** The payload is a reference to a file of its own. */
    public static final int LARGE_FLAG = 2;
    /** The record is the last of its group. */
    public static final int LAST_OF_GROUP_FLAG = 4;
    /** The record is of a run: what its transaction does is append it and others in a row, and nothing else. */
    public static final int RUN_FLAG = 8;
    /** The record is the first of its run. */
    public static final int RUN_BEGINS_FLAG = 16;
    /** The record is the last of its run. */
    public static final int RUN_ENDS_FLAG = 32;

    private static final int ALL_RUN_FLAGS = RUN_FLAG | RUN_BEGINS_FLAG | RUN_ENDS_FLAG;

    public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

    private RecordDescriptor() {}

    /** The checksum to be mixed with the sequence when the record is written; the record must be backed by an array. */
    public static int checksum(byte[] record, int offset, int length) {
        return checksum(CRC.get(), record, offset, length);
    }

    /** As the other, for who has a CRC of its own at hand. */
    public static int checksum(CRC32C crc, byte[] record, int offset, int length) {
        crc.reset();
        crc.update(record, offset + FORMAT_OFFSET, length - FORMAT_OFFSET);
        return (int) crc.getValue();
    }

    /** What is written at {@link #CRC_OFFSET} of the record with this checksum at this sequence. */
    public static int seal(int checksum, long sequence) {
        long mixed = (sequence + 1) * 0x9E3779B97F4A7C15L;
        return checksum ^ (int) (mixed >>> 32);
    }

    public static boolean isIntact(byte[] record, int offset, int length, int crcField, long sequence) {
        return isIntact(CRC.get(), record, offset, length, crcField, sequence);
    }

    static boolean isIntact(CRC32C crc, byte[] record, int offset, int length, int crcField, long sequence) {
        return length >= ENVELOPE_LENGTH && seal(checksum(crc, record, offset, length), sequence) == crcField;
    }

    public static void putChecksum(MutableDirectBuffer record, int offset, int checksum) {
        record.putInt(offset + CRC_OFFSET, checksum, ORDER);
    }

    static int flags(DirectBuffer record, int offset) {
        return record.getByte(offset + FLAGS_OFFSET);
    }

    /** Whether its run goes on behind it. */
    static boolean isContinued(DirectBuffer record, int offset) {
        int flags = flags(record, offset);
        return (flags & RUN_FLAG) != 0 && (flags & RUN_ENDS_FLAG) == 0;
    }

    /** Says of a record whether it is of a run, and its place there. */
    public static void markRun(byte[] record, int offset, boolean run, boolean begins, boolean ends) {
        int others = record[offset + FLAGS_OFFSET] & ~ALL_RUN_FLAGS;
        int place = (begins ? RUN_BEGINS_FLAG : 0) | (ends ? RUN_ENDS_FLAG : 0);
        record[offset + FLAGS_OFFSET] = (byte) (run ? others | RUN_FLAG | place : others);
    }

    public static long transaction(DirectBuffer record, int offset) {
        return record.getLong(offset + TRANSACTION_OFFSET, ORDER);
    }

    /** The group of the record; 0 = none. */
    public static int group(DirectBuffer record, int offset) {
        return record.getInt(offset + GROUP_OFFSET, ORDER);
    }

    public static boolean isLastOfGroup(DirectBuffer record, int offset) {
        return (record.getByte(offset + FLAGS_OFFSET) & LAST_OF_GROUP_FLAG) != 0;
    }

    public static int priority(DirectBuffer record, int offset) {
        return record.getByte(offset + PRIORITY_OFFSET);
    }

    public static boolean isLarge(DirectBuffer record, int offset) {
        return (record.getByte(offset + FLAGS_OFFSET) & LARGE_FLAG) != 0;
    }
}
