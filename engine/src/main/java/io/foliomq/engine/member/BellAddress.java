package io.foliomq.engine.member;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The address of a doorbell. The socket file is always in the store's members directory, so nobody needs to be told where it is. The kernel takes
 * addresses of about 100 bytes only; a longer one is reached through a short symbolic link, which lives as long as one bind or connect.
 */
final class BellAddress {
    static final int LONGEST = 100;

    private BellAddress() {}

    /** What is done with an address: a bind or a connect. */
    interface Use<T> {
        T with(UnixDomainSocketAddress address) throws IOException;
    }

    static <T> T use(Path socket, Use<T> use) throws IOException {
        if (length(socket) <= LONGEST) {
            return use.with(UnixDomainSocketAddress.of(socket));
        }
        Path temporary = Files.createTempDirectory("foliomq-");
        Path link = temporary.resolve("m");
        try {
            Path directory = socket.toAbsolutePath().getParent();
            Files.createSymbolicLink(link, directory);
            return use.with(UnixDomainSocketAddress.of(link.resolve(socket.getFileName())));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(temporary);
        }
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
