package io.foliomq.engine;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * {@code <destination>/destination}: the shared state of a destination, little endian.
 *
 * <pre>
 *      0  common file header
 *     64  state            0 live, 1 deleted, 2 away from its name         volatile, under the mutex
 *     72  kind             0 queue, 1 topic                               at creation
 *     80  creation crc     CRC32C of kind and name                        at creation
 *     88  nonce            tells it from others of the same name          at creation
 *    128  mutex            guards lanes, subscriptions, limits and deletion
 *    192  lanes            bit p: the lane of priority p exists           volatile, under the mutex
 *    200  subscriptions    version, changes with each made or deleted     volatile, under mutex and lane mutexes
 *    208  count            of subscriptions                               volatile, likewise
 *    216  grouped          1 once a record with a group was sent          volatile, forced before the first such record
 *    256  limits           records, bytes, overflow, block ms             volatile, under the mutex
 *    512  sleepers         members with a sleeping consumer               see SleeperSet
 *   1024  name             length in chars, then UTF-16                    at creation
 * </pre>
 */
final class DestinationDescriptor {
    static final int STATE_OFFSET = FileHeaderDescriptor.LENGTH;
    static final int KIND_OFFSET = STATE_OFFSET + Long.BYTES;
    static final int CREATION_CRC_OFFSET = KIND_OFFSET + Long.BYTES;
    static final int NONCE_OFFSET = CREATION_CRC_OFFSET + Long.BYTES;
    static final int MUTEX_OFFSET = 128;
    static final int LANES_OFFSET = 192;
    static final int VERSION_OFFSET = LANES_OFFSET + Long.BYTES;
    static final int COUNT_OFFSET = VERSION_OFFSET + Long.BYTES;
    static final int GROUPED_OFFSET = COUNT_OFFSET + Long.BYTES;
    static final int MAX_RECORDS_OFFSET = 256;
    static final int MAX_BYTES_OFFSET = MAX_RECORDS_OFFSET + Long.BYTES;
    static final int OVERFLOW_OFFSET = MAX_BYTES_OFFSET + Long.BYTES;
    static final int BLOCK_MILLIS_OFFSET = OVERFLOW_OFFSET + Long.BYTES;
    static final int SLEEPERS_OFFSET = 512;
    static final int NAME_OFFSET = 1024;
    static final int LONGEST_NAME = 1024;
    static final int LENGTH = 4096;

    private DestinationDescriptor() {}

    /** Of what is written when the destination is made and never again. */
    static long creationCrc(DirectBuffer destination) {
        byte[] bytes = new byte[Long.BYTES + LENGTH - NAME_OFFSET];
        destination.getBytes(KIND_OFFSET, bytes, 0, Long.BYTES);
        destination.getBytes(NAME_OFFSET, bytes, Long.BYTES, LENGTH - NAME_OFFSET);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
