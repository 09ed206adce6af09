package io.foliomq.engine.member;

import io.foliomq.engine.storage.FileHeaderDescriptor;

/**
 * {@code members/<slot>}: who is attached in this slot. Little endian, after the common file header. The file is never locked (its
 * neighbour {@code <slot>.lock} is), so that any process may open, map and close it at any time.
 *
 * <pre>
 *   64       72      76            80                96      104        112
 *   +--------+-------+-------------+-----------------+-------+----------+----------------------+
 *   | token  | state | host length | holder          | pid   | attached | host, UTF-8          |
 *   +--------+-------+-------------+-----------------+-------+----------+----------------------+
 * </pre>
 *
 * Only whoever holds the slot's lock writes, with one exception that is named below.
 *
 * <ul>
 *   <li>token: incarnation &lt;&lt; 16 | slot, 0 when vacant. Written volatile, by the owner last of all when it attaches and first of all
 *       when it detaches, by a reaper last of all. Read volatile.
 *   <li>state: {@link MemberState}. Written volatile: ATTACHED by the owner before its token, VACANT after the token is 0; DEAD by
 *       a reaper, or by a process that held the lock shared and so proved that the owner is gone. Read volatile.
 *   <li>holder: the {@link JvmIdentity} of the JVM that holds the slot's lock exclusively, as owner or as reaper; 0 when it lets go. Its two halves
 *       are written volatile, under the monitor that all class loaders of that JVM share; a reader only asks "is it mine?", for which a torn
 *       value is as good as a foreign one.
 *   <li>pid, attached (ms since the epoch), host: for people. Plain, published by the token.
 * </ul>
 */
final class MemberDescriptor {
    static final int TOKEN_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int STATE_OFFSET = TOKEN_OFFSET + Long.BYTES;
    static final int HOST_LENGTH_OFFSET = STATE_OFFSET + Integer.BYTES;
    static final int HOLDER_HIGH_OFFSET = HOST_LENGTH_OFFSET + Integer.BYTES;
    static final int HOLDER_LOW_OFFSET = HOLDER_HIGH_OFFSET + Long.BYTES;
    static final int PID_OFFSET = HOLDER_LOW_OFFSET + Long.BYTES;
    static final int ATTACHED_OFFSET = PID_OFFSET + Long.BYTES;
    static final int HOST_OFFSET = ATTACHED_OFFSET + Long.BYTES;
    static final int HOST_CAPACITY = 128;
    static final int LENGTH = 256;

    static final long VACANT_TOKEN = 0;
    static final int SLOT_BITS = 16;

    private MemberDescriptor() {}

    static long token(int incarnation, int slot) {
        return (long) incarnation << SLOT_BITS | slot;
    }

    static int slotOf(long token) {
        return (int) (token & ((1 << SLOT_BITS) - 1));
    }

    static int incarnationOf(long token) {
        return (int) (token >>> SLOT_BITS);
    }

    /** Whether the token can stand in the file of this slot: vacant, or made of a positive incarnation and the slot. */
    static boolean isValid(long token, int slot) {
        return token == VACANT_TOKEN
                || (slotOf(token) == slot && token >>> SLOT_BITS >= 1 && token >>> SLOT_BITS <= Integer.MAX_VALUE);
    }
}
