package io.foliomq.engine.ledger;

/**
 * One consumer of a subscription, in the table of {@link SubscriptionDescriptor}. Written by its lessee alone, or by whoever reaps the lessee's member; the counts of
 * settled records outlive the lessee and go on with the next one that gets the entry.
 *
 * <pre>
 *     0  owner            member token, 0 = vacant, minus the     under the subscription's mutex
 *                         reference of a prepared transaction that holds leases
 *     8  mode             0 closed, 1 shared, 2 exclusive        under the subscription's mutex
 *    16  leases           open leases                            ordered
 *    64  settled          records settled through this entry     ordered, last
 *    72  settled bytes    of them                                ordered
 *    80  intent           lease that is about to be settled, 0   ordered, before the slot changes
 *    88  intent settled   value of settled before that           plain
 *    96  intent bytes     length of the record                   plain
 *   128  high             one a lane: no lease at or above       ordered, before the slot changes
 * </pre>
 *
 * intent makes counting exact across a crash: a reaper that finds an intent whose slot is settled while settled still equals intent settled adds the one that is missing.
 */
final class ConsumerDescriptor {
    static final int OWNER_OFFSET = 0;
    static final int MODE_OFFSET = OWNER_OFFSET + Long.BYTES;
    static final int LEASES_OFFSET = MODE_OFFSET + Long.BYTES;
    static final int SETTLED_OFFSET = 64;
    static final int SETTLED_BYTES_OFFSET = SETTLED_OFFSET + Long.BYTES;
    static final int INTENT_OFFSET = SETTLED_BYTES_OFFSET + Long.BYTES;
    static final int INTENT_SETTLED_OFFSET = INTENT_OFFSET + Long.BYTES;
    static final int INTENT_BYTES_OFFSET = INTENT_SETTLED_OFFSET + Long.BYTES;
    static final int HIGH_OFFSET = 128;
    static final int LENGTH = 256;

    private ConsumerDescriptor() {}
}
