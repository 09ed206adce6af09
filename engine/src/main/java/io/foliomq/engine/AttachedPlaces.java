package io.foliomq.engine;

import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a member may have left something: the destinations and subscriptions in which it opened consumers, one path a line in {@code members/<slot>.places}, written before the first
 * lease there. Whoever reaps the member looks there and nowhere else. Zero bytes behind the last line are reserved space.
 */
final class AttachedPlaces implements AutoCloseable {
    private static final int FIRST_RESERVED = 4096;

    /** What is read of a dead member's list: beyond it, it is damaged. */
    private static final int LONGEST = 64 << 20;

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

    /** What the member in this slot wrote. A line may be cut; then nothing was leased there. */
    static Set<Path> read(StoreLayout layout, int slot) {
        Set<Path> places = new LinkedHashSet<>();
        String lines;
        try {
            lines = readLines(path(layout, slot));
        } catch (NoSuchFileException e) {
            return places;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot read file: file=" + path(layout, slot) + ", cause=" + e, e);
        }
        int newline;
        for (int from = 0; (newline = lines.indexOf('\n', from)) >= 0; from = newline + 1) {
            Path place = place(layout, lines.substring(from, newline));
            if (place.startsWith(layout.root())) {
                places.add(place);
            }
        }
        return places;
    }

    private static String readLines(Path path) throws IOException {
        try (FileChannel channel = OwnerOnly.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > LONGEST) {
                throw new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "file is corrupt: file=" + path + ", field=length, expected=0.." + LONGEST + ", actual="
                                + size);
            }
            return new String(Channels.newInputStream(channel).readNBytes((int) size), StandardCharsets.UTF_8);
        }
    }

    /** The place that a line names; the root, in which nothing is leased, if no path can be made of it. */
    private static Path place(StoreLayout layout, String line) {
        try {
            return layout.root().resolve(line).normalize();
        } catch (InvalidPathException e) {
            return layout.root();
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
