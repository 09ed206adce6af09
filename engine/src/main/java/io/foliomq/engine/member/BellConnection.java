package io.foliomq.engine.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Our end of a connection to another member's doorbell. Its end of stream is the first sign that the member is gone. */
final class BellConnection {
    private final long token;
    private final SocketChannel channel;
    private final ByteBuffer strike = ByteBuffer.allocateDirect(1);

    BellConnection(long token, SocketChannel channel) {
        this.token = token;
        this.channel = channel;
    }

    /** The member that we connected to; whoever sits in its slot later is somebody else. */
    long token() {
        return token;
    }

    /** Sends one byte; {@code false} if the connection is broken. A full buffer is as good: the member has yet to read what is in it. */
    synchronized boolean strike() {
        try {
            strike.clear();
            channel.write(strike);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is being dropped because it is of no use any more.
        }
    }
}
