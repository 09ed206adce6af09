package io.foliomq.perf.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * Each stamp over a Unix domain socket, to a thread that is blocked in reading it: what the operating system takes to wake a thread of another process, with nothing kept. The
 * receiver listens, so it is opened first; it waits without end.
 */
final class WakeFloor {
    private WakeFloor() {}

    private static Path address(Setup setup) {
        return setup.directory().resolve("floor");
    }

    static Sender openSender(Setup setup) {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(address(setup)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer stamps = ByteBuffer.allocateDirect(Long.BYTES);
        return new Sender() {
            @Override
            public void send(long stamp) {
                try {
                    channel.write(stamps.putLong(0, stamp).clear());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                CloseHelper.close(channel);
            }
        };
    }

    static Receiver openReceiver(Setup setup) {
        try {
            Files.createDirectories(setup.directory());
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(address(setup)));
            return new BlockedReceiver(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class BlockedReceiver implements Receiver {
        private final ServerSocketChannel server;
        private final ByteBuffer stamps = ByteBuffer.allocateDirect(Long.BYTES);
        private @Nullable SocketChannel sender;

        BlockedReceiver(ServerSocketChannel server) {
            this.server = server;
        }

        @Override
        public long receive(long timeoutNanos) {
            try {
                SocketChannel from = sender == null ? server.accept() : sender;
                sender = from;
                stamps.clear();
                while (stamps.hasRemaining()) {
                    if (from.read(stamps) < 0) {
                        return NOTHING;
                    }
                }
                return stamps.getLong(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            CloseHelper.closeAll(sender, server);
        }
    }
}
