package io.foliomq.engine.storage;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The only place from which anything is forced to stable storage: bytes of a file, or the names in a directory. Nothing else is sure to be there after a power loss, in whatever order it was written.
 *
 * <p>Who wants to know what that is names an {@link Observer} by the system property {@value #PROPERTY} when this class is initialised. Nobody does in production.
 */
public final class StableStorage {
    public static final String PROPERTY = "io.foliomq.stableStorage";

    private static final @Nullable Observer OBSERVER = observer();

    private StableStorage() {}

    /** Is asked instead of the kernel, and may ask it. Any thread. Has a public constructor without parameters. */
    public interface Observer {
        /** What was written to {@code [from, to)} of this file so far is on stable storage on return. The file may have another name by now. */
        void force(Path file, long from, long to, Kernel kernel) throws IOException;

        /** What this directory held, by name, is on stable storage on return. */
        void forceNames(Path directory, Kernel kernel) throws IOException;
    }

    /** What is done without an observer. */
    @FunctionalInterface
    public interface Kernel {
        void force() throws IOException;
    }

    /** Forces what was written into the file, by whatever means, and its length. */
    public static void force(Path file, FileChannel channel) throws IOException {
        force(file, 0, Long.MAX_VALUE, () -> channel.force(true));
    }

    /** Forces what was written into the file; its length did not change. */
    public static void forceBytes(Path file, FileChannel channel) throws IOException {
        force(file, 0, Long.MAX_VALUE, () -> channel.force(false));
    }

    /** Forces a part of a mapping of the whole file. */
    static void force(Path file, MappedByteBuffer mapping, int offset, int length) throws IOException {
        force(file, offset, offset + (long) length, () -> mapping.force(offset, length));
    }

    private static void force(Path file, long from, long to, Kernel kernel) throws IOException {
        if (OBSERVER == null) {
            kernel.force();
        } else {
            OBSERVER.force(file, from, to, kernel);
        }
    }

    /** Forces the names in a directory. */
    static void forceNames(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            if (OBSERVER == null) {
                entries.force(true);
            } else {
                OBSERVER.forceNames(directory, () -> entries.force(true));
            }
        }
    }

    private static @Nullable Observer observer() {
        String name = System.getProperty(PROPERTY);
        if (name == null) {
            return null;
        }
        try {
            return (Observer) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make observer of stable storage: class=" + name, e);
        }
    }
}
