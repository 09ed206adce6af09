package io.foliomq.engine.access;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import java.nio.ByteOrder;

/**
 * {@code users}: who may use the store through its API. Little endian. Read and replaced as a whole; whoever replaces it holds the lock of {@code users.lock}.
 *
 * <pre>
 *     0  common file header
 *    64  nonce         16 random bytes, others in each file that was ever written: what was checked under another nonce is checked again
 *    80  anonymous     0, 1: whether somebody who gives no name may connect
 *    84  count         of entries
 *    88  entries       one behind the other
 *   end  crc           CRC32C of [64, end)
 *
 *   entry:  0 name length, bytes · 4 algorithm · 8 iterations · 12 salt, 16 bytes · 28 hash, 64 bytes · 92 name, UTF-8
 * </pre>
 *
 * algorithm 1 is PBKDF2 with HMAC-SHA-512 over the password in Unicode normal form C as UTF-8. Algorithm and iterations stand in every entry, so that they can be raised: an
 * entry keeps its own until its password is set again.
 */
final class UsersDescriptor {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    // Offsets behind the header.
    static final int NONCE_OFFSET = 0;
    static final int NONCE_LENGTH = 16;
    static final int ANONYMOUS_OFFSET = NONCE_OFFSET + NONCE_LENGTH;
    static final int COUNT_OFFSET = ANONYMOUS_OFFSET + Integer.BYTES;
    static final int ENTRIES_OFFSET = COUNT_OFFSET + Integer.BYTES;
    static final int CRC_LENGTH = Integer.BYTES;

    static final int ENTRY_NAME_LENGTH = 0;
    static final int ENTRY_ALGORITHM = ENTRY_NAME_LENGTH + Integer.BYTES;
    static final int ENTRY_ITERATIONS = ENTRY_ALGORITHM + Integer.BYTES;
    static final int ENTRY_SALT = ENTRY_ITERATIONS + Integer.BYTES;
    static final int SALT_LENGTH = 16;
    static final int ENTRY_HASH = ENTRY_SALT + SALT_LENGTH;
    static final int HASH_LENGTH = 64;
    static final int ENTRY_NAME = ENTRY_HASH + HASH_LENGTH;

    static final int PBKDF2_HMAC_SHA512 = 1;
    /** What no entry can want: a check takes a few seconds at most, whatever the file says. */
    static final int MOST_ITERATIONS = 10_000_000;

    static final int LONGEST_NAME = 255;
    static final int MOST_USERS = 10_000;
    static final int LONGEST =
            FileHeaderDescriptor.LENGTH + ENTRIES_OFFSET + MOST_USERS * (ENTRY_NAME + LONGEST_NAME * 4) + CRC_LENGTH;

    private UsersDescriptor() {}
}
