package io.foliomq.engine.member;

import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/** The listening socket of one slot and the selector of everything that its member waits for. */
final class BellSocket {
    private static final int BACKLOG = 512;

    private final Path path;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final SelectionKey key;

    private BellSocket(Path path, Selector selector, ServerSocketChannel server, SelectionKey key) {
        this.path = path;
        this.selector = selector;
        this.server = server;
        this.key = key;
    }

    /** Binds the bell of a slot whose lock the caller holds, so that a socket file found there is nobody's any more. */
    static BellSocket bind(StoreLayout layout, int slot) {
        Path path = layout.bell(slot);
        Selector selector = null;
        ServerSocketChannel server = null;
        try {
            Files.deleteIfExists(path);
            selector = Selector.open();
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            ServerSocketChannel unbound = server;
            BellAddress.use(path, address -> unbound.bind(address, BACKLOG));
            OwnerOnly.restrict(path);
            server.configureBlocking(false);
            return new BellSocket(path, selector, server, server.register(selector, SelectionKey.OP_ACCEPT));
        } catch (IOException e) {
            CloseHelper.quietCloseAll(server, selector);
            throw new StoreFault(
                    StoreFault.Kind.IO,
                    "cannot make doorbell: file=" + path + ", cause="
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    Selector selector() {
        return selector;
    }

    boolean isServer(SelectionKey other) {
        return other == key;
    }

    /** The next caller, or {@code null} if nobody else calls right now. */
    @Nullable
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    void listen(boolean listening) {
        key.interestOps(listening ? SelectionKey.OP_ACCEPT : 0);
    }

    /** Closes the socket, every caller's connection, and the selector; removes the socket file. */
    void close() throws IOException {
        for (SelectionKey each : selector.keys()) {
            CloseHelper.quietClose(each.channel());
        }
        selector.close();
        Files.deleteIfExists(path);
    }
}
