package io.foliomq.engine.transaction;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code transactions/<member token>-<n>.tx}: one transaction at a time of one member, little endian.
 *
 * <pre>
 *     0  common file header
 *    64  state         ordinal of {@link TransactionState}        release store by the owner; the store of COMMITTED is the commit point
 *    72  owner         member token                               at creation
 *    80  reference     of the transaction, never reused           plain, before COMMITTED
 *    88  end           offset behind the last operation           plain, before COMMITTED
 *    96  operations    how many                                   plain, before COMMITTED
 *   104  crc           CRC32C of [4096, end)                      plain, before COMMITTED
 *  4096  operations    one behind the other, each padded to 8
 *   end  intents       8 bytes an operation: sequence + 1 that an append is about to get, 0 = not tried
 *
 *   operation:  0 length · 4 type · 8 lane · 12 path length · 16 sequence (of a lease) · 24 large id · 32 path, UTF-8 · then the record (of an append)
 * </pre>
 */
final class TransactionDescriptor {
    static final int STATE_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int OWNER_OFFSET = STATE_OFFSET + Long.BYTES;
    static final int REFERENCE_OFFSET = OWNER_OFFSET + Long.BYTES;
    static final int END_OFFSET = REFERENCE_OFFSET + Long.BYTES;
    static final int OPERATIONS_OFFSET = END_OFFSET + Long.BYTES;
    static final int CRC_OFFSET = OPERATIONS_OFFSET + Long.BYTES;
    static final int BODY_OFFSET = 4096;
    /** Sparse; what is used of it is reserved step by step. */
    static final int LENGTH = 256 << 20;

    static final int RESERVED = 64 << 10;

    static final int OPERATION_LENGTH = 0;
    static final int OPERATION_TYPE = OPERATION_LENGTH + Integer.BYTES;
    static final int OPERATION_LANE = OPERATION_TYPE + Integer.BYTES;
    static final int OPERATION_PATH_LENGTH = OPERATION_LANE + Integer.BYTES;
    static final int OPERATION_SEQUENCE = OPERATION_PATH_LENGTH + Integer.BYTES;
    static final int OPERATION_LARGE_ID = OPERATION_SEQUENCE + Long.BYTES;
    static final int OPERATION_PATH = OPERATION_LARGE_ID + Long.BYTES;

    private TransactionDescriptor() {}

    static int padded(int length) {
        return (length + 7) & ~7;
    }
}
