package io.foliomq.engine;

import io.foliomq.engine.storage.FileNames;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The exclusive right to a name over all processes of a store, until closed or until the process dies. Thread-safe. */
public final class NameReservation implements AutoCloseable {
    // A second descriptor of a locked file must not even be opened in this process: closing it would drop the lock.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final Queue<FileChannel> KEPT_OPEN = new ConcurrentLinkedQueue<>();

    private final String name;
    private final Path path;
    private final FileChannel channel;

    private NameReservation(String name, Path path, FileChannel channel) {
        this.name = name;
        this.path = path;
        this.channel = channel;
    }

    static Optional<NameReservation> take(StoreLayout layout, String name) {
        return Uninterrupted.repeat(() -> tryTake(layout, name));
    }

    private static Optional<NameReservation> tryTake(StoreLayout layout, String name) {
        Path path = layout.names().resolve(FileNames.encode(name));
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            FileChannel channel = OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                return Optional.empty();
            }
            taken = true;
            return Optional.of(new NameReservation(name, path, channel));
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot reserve name: file=" + path + ", cause=" + e, e);
        } finally {
            if (!taken) {
                HELD_HERE.remove(path);
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return true;
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM has it: closing this descriptor would drop its lock.
            KEPT_OPEN.add(channel);
        }
        return false;
    }

    public String name() {
        return name;
    }

    /** Closing twice is no error. */
    @Override
    public void close() {
        if (channel.isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw EngineException.of(new StoreFault(StoreFault.Kind.IO, "cannot release name: file=" + path, e));
            } finally {
                HELD_HERE.remove(path);
            }
        }
    }
}
