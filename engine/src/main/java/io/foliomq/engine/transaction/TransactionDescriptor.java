package io.foliomq.engine.transaction;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code transactions/<member token>-<n>.tx}: one transaction at a time of one member; {@code transactions/xa-<hash of the branch>.tx}: one that was prepared, which is nobody's. Little
 * endian.
 *
 * <pre>
 *     0  common file header
 *    64  state         ordinal of {@link TransactionState}, and     release store by the owner, compare-and-set by whoever decides about a prepared one; the store
 *                      from bit 8 on the token of who decided     of COMMITTED is the commit point
 *    72  owner         member token                               at creation
 *    80  reference     of the transaction, never reused           plain, before COMMITTED
 *    88  end           offset behind the last operation           plain, before COMMITTED
 *    96  operations    how many                                   plain, before COMMITTED
 *   104  crc           CRC32C of [4096, end) and the branch       plain, before COMMITTED
 *   112  durability    ordinal of the level, for who completes it plain, before COMMITTED
 *                      + 256: the records are a run, which says after a power loss by itself whether the transaction was committed: this file is for
 *                      the death of the process alone, and not forced
 *   120  prepared      when, ms since the epoch                   plain, before PREPARED
 *   128  branch        length in bytes, 0 = none; 136 its bytes   plain, before PREPARED
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
    static final int DURABILITY_OFFSET = CRC_OFFSET + Long.BYTES;
    static final int PREPARED_OFFSET = DURABILITY_OFFSET + Long.BYTES;
    static final int BRANCH_LENGTH_OFFSET = PREPARED_OFFSET + Long.BYTES;
    static final int BRANCH_OFFSET = BRANCH_LENGTH_OFFSET + Long.BYTES;
    static final int LONGEST_BRANCH = 256;
    static final int BODY_OFFSET = 4096;

    static final int DECIDER_SHIFT = 8;
    static final int RUN_FLAG = 256;
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
