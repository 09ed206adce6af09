package io.foliomq.engine.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One file of ours, mapped whole and shared with every other process that maps it. The buffer is valid until {@link #close()}; using it after that
 * crashes the JVM, so whoever closes must know that nobody reads or writes any more.
 */
public final class MappedFile implements AutoCloseable {
    private final Path path;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer buffer;
    private boolean closed;

    private MappedFile(Path path, MappedByteBuffer mapping) {
        this.path = path;
        this.mapping = mapping;
        this.buffer = new UnsafeBuffer(mapping);
    }

    /** Fills the body of a file that is being made, before it gets its name. */
    public interface Initializer {
        void initialize(AtomicBuffer buffer);
    }

    /**
     * Makes the file unless it exists, and maps it. The file appears under its name complete or not at all; of several processes that make it at once, one
     * wins and the others open what it made.
     *
     * @param length length of the file in bytes, header included
     * @param reserved how many of them get disk blocks at once; the rest is sparse
     */
    public static MappedFile openOrCreate(
            Path path,
            FileKind kind,
            StoreId storeId,
            long createdMs,
            long length,
            long reserved,
            Initializer initializer) {
        if (!Files.exists(path)) {
            create(path, kind, storeId, createdMs, length, reserved, initializer);
        }
        return open(path, kind, storeId);
    }

    /** Makes the file; {@code false} if somebody else already had. */
    public static boolean create(
            Path path,
            FileKind kind,
            StoreId storeId,
            long createdMs,
            long length,
            long reserved,
            Initializer initializer) {
        return NewFile.make(path, channel -> {
            long blocks = Zeros.wholePages(Math.max(reserved, FileHeaderDescriptor.LENGTH));
            Zeros.writePages(channel, 0, Math.min(blocks, length));
            MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            UnsafeBuffer buffer = new UnsafeBuffer(mapping);
            FileHeaderDescriptor.write(buffer, kind, storeId, createdMs);
            initializer.initialize(buffer);
            BufferUtil.free(mapping);
            if (kind.isForced()) {
                channel.force(true);
            }
        });
    }

    /** Maps an existing file after checking its header. */
    public static MappedFile open(Path path, FileKind kind, @Nullable StoreId storeId) {
        return Uninterrupted.repeat(() -> tryOpen(path, kind, storeId));
    }

    private static MappedFile tryOpen(Path path, FileKind kind, @Nullable StoreId storeId) {
        try (FileChannel channel = OwnerOnly.open(path, READ, WRITE)) {
            long size = channel.size();
            if (size < FileHeaderDescriptor.LENGTH || size > Integer.MAX_VALUE) {
                throw new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "file is corrupt: file=" + path + ", field=length, expected=" + FileHeaderDescriptor.LENGTH
                                + ".." + Integer.MAX_VALUE + ", actual=" + size);
            }
            MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
            MappedFile file = new MappedFile(path, mapping);
            try {
                FileHeaderDescriptor.verify(file.buffer, path.toString(), kind, storeId);
            } catch (StoreFault e) {
                file.close();
                throw e;
            }
            return file;
        } catch (NoSuchFileException e) {
            throw new StoreFault(StoreFault.Kind.DELETED, "file is gone: file=" + path, e);
        } catch (IOException e) {
            throw io("cannot open file", path, e);
        }
    }

    /** Like {@link #open} but also fails when the file is shorter than its format needs. */
    public static MappedFile open(Path path, FileKind kind, @Nullable StoreId storeId, long minimumLength) {
        MappedFile file = open(path, kind, storeId);
        if (file.buffer.capacity() < minimumLength) {
            long actual = file.buffer.capacity();
            file.close();
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + path + ", field=length, expected=" + minimumLength + ", actual="
                            + actual);
        }
        return file;
    }

    /**
     * Fails if the file, of which this process keeps the mapping whatever happens to its name, was cut shorter than so many bytes, or has lost its header. A file that is gone is as good as it was.
     */
    public void verifyInPlace(FileKind kind, int minimumLength) {
        long length;
        try {
            length = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : buffer.capacity();
        } catch (IOException e) {
            length = buffer.capacity();
        }
        if (length < minimumLength) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + path + ", field=length, expected=" + minimumLength + ", actual="
                            + length);
        }
        FileHeaderDescriptor.verify(buffer, path.toString(), kind, null);
    }

    public AtomicBuffer buffer() {
        return buffer;
    }

    public StoreId storeId() {
        return FileHeaderDescriptor.storeId(buffer);
    }

    public Path path() {
        return path;
    }

    /** Forces what was written through the mapping to stable storage. */
    public void sync() {
        sync(0, mapping.capacity());
    }

    /** Forces the file's name to stable storage, unless its directory was deleted meanwhile. */
    public void syncName() {
        StoreLayout.forceNamesIfThere(
                Objects.requireNonNull(path.toAbsolutePath().getParent()), 0);
    }

    /** Forces a part of it. */
    public void sync(int offset, int length) {
        try {
            mapping.force(offset, length);
        } catch (UncheckedIOException e) {
            throw io("cannot sync file", path, Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.wrap(0, 0);
            BufferUtil.free((ByteBuffer) mapping);
        }
    }

    /** A file that stays costs a little disk and does no harm. */
    public static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException ignored) {
            // A stray temporary file costs a little disk and does no harm; see StrayFiles.
        }
    }

    static StoreFault io(String what, Path path, IOException e) {
        return new StoreFault(
                StoreFault.Kind.IO,
                what + ": file=" + path + ", cause=" + e.getClass().getSimpleName() + ": " + e.getMessage(),
                e);
    }
}
