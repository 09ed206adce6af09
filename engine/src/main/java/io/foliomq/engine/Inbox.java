package io.foliomq.engine;

import io.foliomq.engine.inbox.InboxRing;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The temporary destinations of this process, and the ring through which other processes send to them. Thread-safe. */
final class Inbox implements AutoCloseable {
    /** What may lie unread in this process before the ring is left alone, so that writers feel it. */
    private static final long MOST_BYTES = 64L << 20;

    /** What may be read and deleted because a frame says so; see {@link RemoteTemporary}. */
    private static final Pattern OUTSIDE = Pattern.compile("\\d{1,5}\\.inbox-[0-9a-zA-Z-]{1,64}");

    private final StoreRoot root;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentHashMap<Long, TemporaryDestination> destinations = new ConcurrentHashMap<>();
    private volatile @Nullable InboxRing ring;

    Inbox(StoreRoot root) {
        this.root = root;
    }

    TemporaryDestination create(DestinationKind kind) {
        InboxRing open = ring();
        long number = numbers.incrementAndGet();
        TemporaryName name = new TemporaryName(root.id(), root.token(), number);
        TemporaryDestination destination = new TemporaryDestination(root, this, name, kind);
        for (int tries = 0; !open.register(number); tries++) {
            if (tries == destinations.size()) {
                throw new StoreFault(
                        StoreFault.Kind.LIMIT, "too many temporary destinations: open=" + destinations.size());
            }
            number = numbers.incrementAndGet();
            destination =
                    new TemporaryDestination(root, this, new TemporaryName(root.id(), root.token(), number), kind);
        }
        destinations.put(number, destination);
        return destination;
    }

    @Nullable
    TemporaryDestination find(long number) {
        return destinations.get(number);
    }

    void remove(long number) {
        if (destinations.remove(number) != null) {
            ring().unregister(number);
        }
    }

    /** A record was put aside for a consumer (positive), or is gone (negative). */
    void account(long delta) {
        bytes.addAndGet(delta);
    }

    boolean isFull() {
        return bytes.get() > MOST_BYTES;
    }

    boolean hasMail() {
        InboxRing open = ring;
        return open != null && !open.isEmpty() && !isFull();
    }

    void fallAsleep() {
        InboxRing open = ring;
        if (open != null) {
            open.fallAsleep();
        }
    }

    /** Distributes what arrived. */
    void read() {
        if (hasMail()) {
            synchronized (this) {
                ring().read(this::deliver);
            }
        }
    }

    private void deliver(long number, DirectBuffer buffer, int offset, int length) {
        boolean outside = number < 0;
        TemporaryDestination destination = destinations.get(Math.abs(number));
        byte[] record = new byte[length];
        buffer.getBytes(offset, record);
        if (outside) {
            record = takeOutside(record);
        }
        if (destination != null) {
            destination.put(record);
        }
    }

    private byte[] takeOutside(byte[] path) {
        String name = new String(path, StandardCharsets.US_ASCII);
        if (!OUTSIDE.matcher(name).matches()) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "inbox is corrupt: field=name of a record outside, accepted=" + OUTSIDE + ", actual="
                            + name.replaceAll("[^ -~]", "?"));
        }
        Path file = root.layout().members().resolve(name);
        try (MappedFile mapped = MappedFile.open(file, FileKind.LARGE_BODY, null)) {
            byte[] record = new byte[mapped.buffer().capacity() - FileHeaderDescriptor.LENGTH];
            mapped.buffer().getBytes(FileHeaderDescriptor.LENGTH, record);
            return record;
        } finally {
            delete(file);
        }
    }

    private InboxRing ring() {
        InboxRing open = ring;
        return open != null ? open : openRing();
    }

    private synchronized InboxRing openRing() {
        InboxRing open = ring;
        if (open == null) {
            Path path = root.layout().inbox(root.slot());
            delete(path);
            open = InboxRing.create(
                    path,
                    root.laneSettings().storeId(),
                    root.options().clock().time(),
                    root.laneSettings().holder(),
                    root.nanoClock(),
                    root.laneSettings().sendTimeoutNanos());
            ring = open;
        }
        return open;
    }

    /** Deletes what the member in a slot left. */
    static void deleteLeftovers(Path members, int slot) {
        delete(members.resolve(slot + ".inbox"));
        try (DirectoryStream<Path> bodies = Files.newDirectoryStream(members, slot + ".inbox-*")) {
            bodies.forEach(Inbox::delete);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + members + ", cause=" + e, e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete: file=" + path + ", cause=" + e, e);
        }
    }

    @Override
    public void close() {
        destinations.values().forEach(TemporaryDestination::delete);
        deleteLeftovers(root.layout().members(), root.slot());
    }
}
