package io.foliomq.engine;

import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Zeros;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a member may have left something: the destinations and subscriptions in which it opened consumers, one path a line in {@code members/<slot>.places}, written before the first
 * lease there. Whoever reaps the member looks there and nowhere else. Zero bytes behind the last line are reserved space.
 */
final class AttachedPlaces implements AutoCloseable {
    private static final int FIRST_RESERVED = 4096;

    /** What is read of a dead member's list: beyond it, it is damaged. */
    private static final int LONGEST = 64 << 20;

    /** Longer than two encoded names and what is between them. */
    private static final int LONGEST_LINE = 1024;

    private final StoreLayout layout;
    private final Path path;
    // Not a channel: an interrupt of whoever writes would close it for all.
    private final RandomAccessFile file;
    private final Set<Path> known = new HashSet<>();
    private long end;
    private long reserved;

    private AttachedPlaces(StoreLayout layout, Path path, RandomAccessFile file) {
        this.layout = layout;
        this.path = path;
        this.file = file;
    }

    /** Starts an empty list for the member in this slot. */
    static AttachedPlaces start(StoreLayout layout, int slot) {
        Path path = path(layout, slot);
        try {
            // A new file, so that nobody else has it open and no link is followed.
            Files.deleteIfExists(path);
            OwnerOnly.createFile(path);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            AttachedPlaces places = new AttachedPlaces(layout, path, file);
            places.reserve(FIRST_RESERVED);
            return places;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot make file: file=" + path + ", cause=" + e, e);
        }
    }

    private static Path path(StoreLayout layout, int slot) {
        return layout.members().resolve(slot + ".places");
    }

    synchronized void add(Path directory) {
        if (!known.add(directory)) {
            return;
        }
        byte[] line = (layout.root().relativize(directory) + "\n").getBytes(StandardCharsets.UTF_8);
        if (end + line.length > reserved) {
            reserve(Math.max(reserved * 2, end + line.length));
        }
        try {
            file.seek(end);
            file.write(line);
            end += line.length;
        } catch (IOException e) {
            known.remove(directory);
            throw new StoreFault(StoreFault.Kind.IO, "cannot write file: file=" + path + ", cause=" + e, e);
        }
    }

    synchronized Set<Path> all() {
        return Set.copyOf(known);
    }

    private void reserve(long to) {
        Zeros.write(path, reserved, to);
        reserved = to;
    }

    /** The directories of the destinations that exist and in which, or below which, the member in this slot may have left something. A line may be cut; then nothing was leased there. */
    static Set<Path> read(StoreLayout layout, int slot) {
        try {
            return destinations(layout, path(layout, slot));
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot read file: file=" + path(layout, slot) + ", cause=" + e, e);
        }
    }

    /** The directories of all destinations. */
    static Set<Path> everywhere(StoreLayout layout) {
        Set<Path> found = new LinkedHashSet<>();
        for (Path kind : List.of(layout.queues(), layout.topics())) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(kind)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw new StoreFault(StoreFault.Kind.IO, "cannot list: directory=" + kind + ", cause=" + e, e);
            }
        }
        return found;
    }

    /** By bytes: whoever wrote the file may have had other things in mind than lines. */
    private static Set<Path> destinations(StoreLayout layout, Path path) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        try (InputStream bytes = new BufferedInputStream(open(path))) {
            byte[] line = new byte[LONGEST_LINE];
            int length = 0;
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                if (next != '\n') {
                    line[Math.min(length++, LONGEST_LINE - 1)] = (byte) next;
                    continue;
                }
                if (length <= LONGEST_LINE) {
                    lines.add(new String(line, 0, length, StandardCharsets.UTF_8));
                }
                length = 0;
            }
        }
        Set<Path> found = new LinkedHashSet<>();
        lines.forEach(place -> destination(layout, place, found));
        return found;
    }

    private static InputStream open(Path path) throws IOException {
        OwnerOnly.refuseOther(path);
        FileChannel channel = OwnerOnly.open(path, StandardOpenOption.READ);
        long size = channel.size();
        if (size > LONGEST) {
            channel.close();
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + path + ", field=length, expected=0.." + LONGEST + ", actual=" + size);
        }
        return Channels.newInputStream(channel);
    }

    private static void destination(StoreLayout layout, String line, Set<Path> found) {
        try {
            Path place = layout.root().resolve(line).normalize();
            boolean inside = place.startsWith(layout.queues()) || place.startsWith(layout.topics());
            Path relative = layout.root().relativize(place);
            if (!inside || relative.getNameCount() < 2) {
                return;
            }
            Path directory = layout.root().resolve(relative.subpath(0, 2));
            if (Files.exists(directory.resolve("destination"))) {
                found.add(directory);
            }
        } catch (InvalidPathException e) {
            // No path can be made of it, so nothing was leased there.
        }
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete file: file=" + path + ", cause=" + e, e);
        }
    }
}
