package io.foliomq.engine.member;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Our connections to the doorbells of others, one a slot, made when first needed. Thread-safe; nothing here blocks, and ringing over a connection that
 * exists allocates nothing.
 */
final class Bells {
    private final Roster roster;
    private final Selector selector;
    private final AtomicReferenceArray<@Nullable BellConnection> connections = new AtomicReferenceArray<>(Member.SLOTS);
    private boolean closed;

    Bells(Roster roster, Selector selector) {
        this.roster = roster;
        this.selector = selector;
    }

    /**
     * Rings the member with this token.
     *
     * @return whether it will look, or is gone from its slot; {@code false} if it is there and cannot be reached
     */
    boolean ring(long token) {
        boolean rung = strike(token);
        if (!rung) {
            // The connection was broken, perhaps long since: a fresh one has the answer.
            rung = strike(token);
        }
        return rung || roster.tokenAt(MemberDescriptor.slotOf(token)) != token;
    }

    private boolean strike(long token) {
        BellConnection connection = connections.get(MemberDescriptor.slotOf(token));
        if (connection == null || connection.token() != token) {
            connection = connect(token);
        }
        if (connection == null) {
            return false;
        }
        if (!connection.strike()) {
            drop(connection);
            return false;
        }
        return true;
    }

    /** Makes sure that there is a connection whose end tells of the member's death; {@code false} if the member takes none. */
    boolean watch(long token) {
        BellConnection connection = connections.get(MemberDescriptor.slotOf(token));
        return (connection != null && connection.token() == token) || connect(token) != null;
    }

    private synchronized @Nullable BellConnection connect(long token) {
        int slot = MemberDescriptor.slotOf(token);
        BellConnection stale = connections.get(slot);
        if (stale != null && stale.token() == token) {
            return stale;
        }
        if (stale != null) {
            drop(stale);
        }
        // The bell of a slot is listening before its member's token is published: what is read before the connect is
        // who answers it.
        if (closed || roster.tokenAt(slot) != token) {
            return null;
        }
        BellConnection connection = open(slot, token);
        connections.set(slot, connection);
        return connection;
    }

    private @Nullable BellConnection open(int slot, long token) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            if (BellAddress.use(roster.layout().bell(slot), channel::connect)) {
                BellConnection connection = new BellConnection(token, channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                selector.wakeup();
                return connection;
            }
        } catch (IOException | ClosedSelectorException e) {
            // Refused or gone: whether its member is dead is for its lock to say.
        }
        close(channel);
        return null;
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Never connected.
        }
    }

    void drop(BellConnection connection) {
        connections.compareAndSet(MemberDescriptor.slotOf(connection.token()), connection, null);
        connection.close();
    }

    synchronized void close() {
        closed = true;
        for (int slot = 0; slot < Member.SLOTS; slot++) {
            BellConnection connection = connections.get(slot);
            if (connection != null) {
                drop(connection);
            }
        }
    }
}
