package io.foliomq.engine.access;

import io.foliomq.engine.storage.StoreFault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** What the file of users says; see {@link UsersDescriptor}. Immutable but for {@link #users}, which whoever changes it owns. */
record UserList(byte[] nonce, boolean anonymous, SortedMap<String, PasswordHash> users) {
    static UserList empty() {
        return new UserList(new byte[UsersDescriptor.NONCE_LENGTH], false, new TreeMap<>());
    }

    /** How slow the slowest hash is. */
    int costliest() {
        return users.values().stream().mapToInt(PasswordHash::iterations).max().orElse(PasswordHash.ITERATIONS);
    }

    UserList withAnonymous(boolean allowed) {
        return new UserList(nonce, allowed, users);
    }

    static UserList decode(byte[] content, Path file) {
        int end = content.length - UsersDescriptor.CRC_LENGTH;
        ByteBuffer bytes = ByteBuffer.wrap(content).order(UsersDescriptor.ORDER);
        if (end < UsersDescriptor.ENTRIES_OFFSET || bytes.getInt(end) != crc(content, end)) {
            throw corrupt(file, "crc", end < 0 ? "too short" : "that of another content");
        }
        bytes.limit(end);
        byte[] nonce = new byte[UsersDescriptor.NONCE_LENGTH];
        bytes.get(nonce);
        int anonymous = bytes.getInt();
        int count = bytes.getInt();
        if (anonymous < 0 || anonymous > 1 || count < 0 || count > UsersDescriptor.MOST_USERS) {
            throw corrupt(file, "counts", "anonymous " + anonymous + ", users " + count);
        }
        TreeMap<String, PasswordHash> users = new TreeMap<>();
        try {
            for (int i = 0; i < count; i++) {
                decodeEntry(bytes, users, file);
            }
        } catch (BufferUnderflowException e) {
            throw corrupt(file, "entries", "less than " + count);
        }
        return new UserList(nonce, anonymous == 1, users);
    }

    private static void decodeEntry(ByteBuffer bytes, TreeMap<String, PasswordHash> users, Path file) {
        int nameLength = bytes.getInt();
        int algorithm = bytes.getInt();
        int iterations = bytes.getInt();
        boolean known = algorithm == UsersDescriptor.PBKDF2_HMAC_SHA512
                && iterations > 0
                && iterations <= UsersDescriptor.MOST_ITERATIONS;
        if (nameLength <= 0 || nameLength > UsersDescriptor.LONGEST_NAME * 4 || !known) {
            throw corrupt(
                    file,
                    "entry",
                    "name length " + nameLength + ", algorithm " + algorithm + ", iterations " + iterations);
        }
        byte[] salt = new byte[UsersDescriptor.SALT_LENGTH];
        byte[] hash = new byte[UsersDescriptor.HASH_LENGTH];
        byte[] name = new byte[nameLength];
        bytes.get(salt).get(hash).get(name);
        users.put(new String(name, StandardCharsets.UTF_8), new PasswordHash(iterations, salt, hash));
    }

    /** The bytes of a file that says the same under a new nonce. */
    byte[] encode() {
        int length = UsersDescriptor.ENTRIES_OFFSET + UsersDescriptor.CRC_LENGTH;
        for (String name : users.keySet()) {
            length += UsersDescriptor.ENTRY_NAME + name.getBytes(StandardCharsets.UTF_8).length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(UsersDescriptor.ORDER);
        bytes.put(PasswordHash.random(UsersDescriptor.NONCE_LENGTH));
        bytes.putInt(anonymous ? 1 : 0).putInt(users.size());
        users.forEach((name, hash) -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            bytes.putInt(utf8.length)
                    .putInt(UsersDescriptor.PBKDF2_HMAC_SHA512)
                    .putInt(hash.iterations())
                    .put(hash.salt())
                    .put(hash.hash())
                    .put(utf8);
        });
        bytes.putInt(crc(bytes.array(), bytes.position()));
        return bytes.array();
    }

    private static int crc(byte[] content, int end) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, end);
        return (int) crc.getValue();
    }

    private static StoreFault corrupt(Path file, String field, String actual) {
        return new StoreFault(
                StoreFault.Kind.CORRUPT,
                "file is corrupt: file=" + file + ", field=" + field + ", actual=" + actual
                        + ", advice=nobody can connect; put a backup of the file in its place, or delete it");
    }
}
