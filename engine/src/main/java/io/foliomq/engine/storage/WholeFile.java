package io.foliomq.engine.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A small file of ours that is read and replaced as a whole, never in part and never through a mapping. Whoever reads sees what was there before or after a replacement, also after a crash
 * and after power loss.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * What follows the header, which is checked; empty if there is no file.
     *
     * @param storeId whose file it must be; {@code null} = any store's
     * @param longest bytes, header included; a longer file is corrupt
     */
    public static Optional<byte[]> read(Path path, FileKind kind, @Nullable StoreId storeId, int longest) {
        ByteBuffer bytes = Uninterrupted.repeat(() -> bytesOf(path, longest));
        if (bytes == null) {
            return Optional.empty();
        }
        FileHeaderDescriptor.verify(new UnsafeBuffer(bytes.array()), path.toString(), kind, storeId);
        byte[] content = new byte[bytes.capacity() - FileHeaderDescriptor.LENGTH];
        bytes.get(FileHeaderDescriptor.LENGTH, content);
        return Optional.of(content);
    }

    private static @Nullable ByteBuffer bytesOf(Path path, int longest) {
        try (FileChannel channel = OwnerOnly.open(path, READ)) {
            long size = channel.size();
            if (size < FileHeaderDescriptor.LENGTH || size > longest) {
                throw new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "file is corrupt: file=" + path + ", field=length, expected=" + FileHeaderDescriptor.LENGTH
                                + ".." + longest + ", actual=" + size);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                Thread.onSpinWait();
            }
            return bytes;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw MappedFile.io("cannot read file", path, e);
        }
    }

    /** Writes a new file, forces it to stable storage, and only then lets it take the name. Of several that replace at once the last one wins. */
    public static void replace(Path path, FileKind kind, StoreId storeId, long createdMs, byte[] content) {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        ByteBuffer bytes = ByteBuffer.allocate(FileHeaderDescriptor.LENGTH + content.length);
        FileHeaderDescriptor.write(new UnsafeBuffer(bytes.array()), kind, storeId, createdMs);
        bytes.put(FileHeaderDescriptor.LENGTH, content);
        try {
            try (FileChannel channel = OwnerOnly.open(temporary, CREATE_NEW, WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            CrashPoint.FILE_WRITTEN.reach();
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            StoreLayout.forceNames(Objects.requireNonNull(path.toAbsolutePath().getParent()), 0);
        } catch (IOException e) {
            throw MappedFile.io("cannot replace file", path, e);
        } finally {
            MappedFile.deleteQuietly(temporary);
        }
    }
}
