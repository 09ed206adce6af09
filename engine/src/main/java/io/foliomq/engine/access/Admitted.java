package io.foliomq.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who was admitted by the slow hash in this process, so that the next connection of the same user costs nothing. Kept is a digest of name and password under a key that only this process has and that
 * never leaves its memory; it counts under the nonce of the file alone, so every change of the users is the end of it. Failures are never kept: a guess costs the slow hash
 * each time. Thread-safe.
 */
final class Admitted {
    private static final int MOST = 1_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key = new SecretKeySpec(PasswordHash.random(32), ALGORITHM);
    private final ConcurrentHashMap<String, Proof> proofs = new ConcurrentHashMap<>();

    private record Proof(byte[] nonce, byte[] digest) {}

    boolean isKnown(byte[] nonce, String name, String password) {
        Proof proof = proofs.get(name);
        return proof != null
                && Arrays.equals(proof.nonce(), nonce)
                && MessageDigest.isEqual(proof.digest(), digest(name, password));
    }

    void keep(byte[] nonce, String name, String password) {
        if (proofs.size() >= MOST) {
            proofs.clear();
        }
        proofs.put(name, new Proof(nonce, digest(name, password)));
    }

    private byte[] digest(String name, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + ALGORITHM, e);
        }
    }
}
