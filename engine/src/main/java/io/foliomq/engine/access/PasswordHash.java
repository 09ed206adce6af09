package io.foliomq.engine.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The slow hash of one password. Immutable.
 *
 * @param iterations how slow
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {
    /** Of new passwords; OWASP asks for 210,000 at least with this function. */
    static final int ITERATIONS = 220_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    static PasswordHash of(String password, int iterations) {
        byte[] salt = random(UsersDescriptor.SALT_LENGTH);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /** The hash of no password: to be checked in the place of that of a user who does not exist. */
    static PasswordHash ofNothing(int iterations) {
        return new PasswordHash(iterations, random(UsersDescriptor.SALT_LENGTH), random(UsersDescriptor.HASH_LENGTH));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Compares without telling by its time where the difference is.
     *
     * @param costliest takes as long as a hash of so many iterations would
     */
    boolean matches(String password, int costliest) {
        boolean same = MessageDigest.isEqual(derive(password, salt, iterations), hash);
        if (costliest > iterations) {
            byte[] unused = derive(password, salt, costliest - iterations);
            return same & unused.length > 0;
        }
        return same;
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        char[] normal = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(normal, salt, iterations, UsersDescriptor.HASH_LENGTH * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
