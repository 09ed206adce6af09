package io.foliomq.jms.session;

import io.foliomq.engine.NameReservation;
import io.foliomq.engine.Store;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The client identifier of one connection: nobody else has it, in any process, until the connection closes or its process dies. Thread-safe.
 */
final class ClientId {
    private static final String PREFIX = "clientid/";
    private static final long FROM_CLIENT_ID = Long.MIN_VALUE;

    private final Store store;
    private final long unnamedSender;
    private boolean used;
    private @Nullable NameReservation reservation;
    private @Nullable String text;
    private volatile long sender;

    ClientId(Store store) {
        this.store = store;
        this.unnamedSender =
                (((long) store.incarnation() << 32) | (store.nextMessageNumber() & 0xFFFF_FFFFL)) & ~FROM_CLIENT_ID;
        this.sender = unnamedSender;
    }

    synchronized @Nullable String text() {
        return text;
    }

    /** From now on it is too late to set it. */
    synchronized void used() {
        used = true;
    }

    /** Who sends: the client identifier, so that it means the same after a restart, or else this connection alone. Never 0. */
    long senderIdentity() {
        return sender;
    }

    /**
     * Takes the identifier.
     *
     * @throws IllegalStateException if it is set already, or the connection was used.
     * @throws InvalidClientIDException if it is empty or somebody else's.
     */
    synchronized void set(@Nullable String newText) throws IllegalStateException, InvalidClientIDException {
        if (text != null) {
            throw new IllegalStateException("client identifier is set already: value=" + text + ", refused=" + newText);
        }
        if (used) {
            throw new IllegalStateException(
                    "client identifier: value=" + newText + ", accepted=before any other action on the connection");
        }
        if (newText == null || newText.isEmpty()) {
            throw new InvalidClientIDException(
                    "client identifier: value=" + (newText == null ? "null" : "\"\"") + ", accepted=any text");
        }
        reservation = store.reserve(PREFIX + newText)
                .orElseThrow(() -> new InvalidClientIDException("client identifier is in use: value=" + newText
                        + ", store=" + store.options().directory()));
        text = newText;
        sender = FROM_CLIENT_ID | firstBytesOfHash(newText);
    }

    private static long firstBytesOfHash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    synchronized void release() {
        NameReservation held = reservation;
        reservation = null;
        if (held != null) {
            held.close();
        }
    }
}
