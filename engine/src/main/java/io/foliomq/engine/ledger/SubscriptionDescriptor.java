package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * {@code subscriptions/<name>/subscription}: the shared state of a subscription, little endian.
 *
 * <pre>
 *      0  common file header
 *     64  state           0 live, 1 deleted, 2 being made       volatile, under the destination's mutex
 *     72  durable         0, 1                                  at creation
 *     80  owner           token of the member of a non-durable  at creation
 *     88  start bytes     of all lanes when it was made         at creation
 *     96  creation crc    CRC32C of what was written at creation     at creation
 *    128  mutex           guards opening and closing of tailers
 *    192  consumers       how many entries of the table ever were in use; how many have disk blocks     under the mutex
 *    208  sole            1 + the consumer that alone may read; 0 = any may          compare-and-set by consumers, 0 by whoever closes it
 *    256  release tail    releases ever announced               getAndAdd by who announces, volatile read by tailers
 *    320  cursors         one a lane: all below is settled      compare-and-set by anybody who settles
 *    448  starts          one a lane: first sequence that this subscription sees    at creation
 *   4096  release ring    {@value #RING_ENTRIES} words of {@link ReleaseRing}
 *   8192  consumers       {@value #CONSUMERS} entries of {@link ConsumerDescriptor#LENGTH} bytes
 * </pre>
 */
final class SubscriptionDescriptor {
    static final int LANES = 10;

    static final int STATE_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int DURABLE_OFFSET = STATE_OFFSET + Long.BYTES;
    static final int OWNER_OFFSET = DURABLE_OFFSET + Long.BYTES;
    static final int START_BYTES_OFFSET = OWNER_OFFSET + Long.BYTES;
    static final int CREATION_CRC_OFFSET = START_BYTES_OFFSET + Long.BYTES;
    static final int MUTEX_OFFSET = 128;
    static final int CONSUMERS_USED_OFFSET = 192;
    static final int CONSUMERS_RESERVED_OFFSET = CONSUMERS_USED_OFFSET + Long.BYTES;
    static final int SOLE_OFFSET = CONSUMERS_RESERVED_OFFSET + Long.BYTES;
    static final int RELEASE_TAIL_OFFSET = 256;
    static final int CURSORS_OFFSET = 320;
    static final int STARTS_OFFSET = 448;

    static final int RING_OFFSET = 4096;
    static final int RING_ENTRIES = 512;
    static final int TABLE_OFFSET = RING_OFFSET + RING_ENTRIES * Long.BYTES;
    static final int CONSUMERS = 1024;
    static final int LENGTH = TABLE_OFFSET + CONSUMERS * ConsumerDescriptor.LENGTH;

    static final int RESERVED_CONSUMERS = 8;
    static final int RESERVED = TABLE_OFFSET + RESERVED_CONSUMERS * ConsumerDescriptor.LENGTH;

    private SubscriptionDescriptor() {}

    /** Of what is written when the subscription is made and never again: durable, owner, start bytes, starts. */
    static long creationCrc(DirectBuffer subscription) {
        byte[] bytes = new byte[CREATION_CRC_OFFSET - DURABLE_OFFSET + LANES * Long.BYTES];
        subscription.getBytes(DURABLE_OFFSET, bytes, 0, CREATION_CRC_OFFSET - DURABLE_OFFSET);
        subscription.getBytes(STARTS_OFFSET, bytes, CREATION_CRC_OFFSET - DURABLE_OFFSET, LANES * Long.BYTES);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    static int cursor(int lane) {
        return CURSORS_OFFSET + lane * Long.BYTES;
    }

    static int start(int lane) {
        return STARTS_OFFSET + lane * Long.BYTES;
    }

    static int consumer(int index) {
        return TABLE_OFFSET + index * ConsumerDescriptor.LENGTH;
    }
}
