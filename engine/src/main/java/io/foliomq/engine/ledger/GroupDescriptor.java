package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code subscriptions/<name>/groups}: which consumer has which groups, little endian. Made by the first consumer that meets a record with a group; holds nothing that outlives its consumers.
 *
 * <pre>
 *      0  common file header
 *     64  changes     grows with each bucket that loses its owner, and when a lease without a consumer ends     getAndAdd, after that
 *     72  wishes      grows when groups should be spread anew          getAndAdd by a new consumer
 *    128  owners      {@value #BUCKETS} words: 0, or 1 + index of a consumer     0 → consumer by compare-and-set; → 0 by that consumer, or who reaps it
 * </pre>
 */
final class GroupDescriptor {
    /** A power of two. Groups of one bucket have one owner. */
    static final int BUCKETS = 4096;

    static final int CHANGES_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int WISHES_OFFSET = CHANGES_OFFSET + Long.BYTES;
    static final int OWNERS_OFFSET = 128;
    static final int LENGTH = OWNERS_OFFSET + BUCKETS * Integer.BYTES;

    private GroupDescriptor() {}

    static int owner(int bucket) {
        return OWNERS_OFFSET + bucket * Integer.BYTES;
    }
}
