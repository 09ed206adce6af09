package io.foliomq.jms.session;

import io.foliomq.jms.destination.SubscriptionSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a subscription remembers of how it was made, as the text that the store keeps with it:
 * {@code 1;shared=false;noLocal=true;selector=…}. A selector too long to keep is represented by its hash, since it is only ever compared.
 */
final class SubscriptionAttributes {
    private static final int LONGEST_SELECTOR = 8_000;

    private SubscriptionAttributes() {}

    static String of(SubscriptionSpec spec) {
        return prefix(spec.shared()) + "noLocal=" + spec.noLocal() + ";selector=" + selectorOf(spec);
    }

    /** Whether a subscription with these attributes may have several consumers. */
    static boolean isShared(String attributes) {
        return attributes.startsWith(prefix(true));
    }

    private static String prefix(boolean shared) {
        return "1;shared=" + shared + ";";
    }

    private static String selectorOf(SubscriptionSpec spec) {
        String selector = spec.selector();
        if (selector == null) {
            return "";
        }
        byte[] bytes = selector.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_SELECTOR
                ? selector
                : "sha256:" + HexFormat.of().formatHex(hash(bytes));
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
