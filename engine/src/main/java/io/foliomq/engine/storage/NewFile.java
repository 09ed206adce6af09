package io.foliomq.engine.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** How a file comes to its name: complete, or not at all. */
final class NewFile {
    /** Between the name that a file will have and a random number. */
    static final String TEMPORARY = ".tmp-";

    private NewFile() {}

    /** Fills an empty file, open for reading and writing; again from the beginning if an interrupt came in between. */
    interface Content {
        void write(FileChannel channel) throws IOException;
    }

    /** Makes the file; {@code false} if somebody else already had. */
    static boolean make(Path path, Content content) {
        return Uninterrupted.repeat(() -> tryMake(path, content));
    }

    private static boolean tryMake(Path path, Content content) {
        Path temporary = path.resolveSibling(path.getFileName()
                + TEMPORARY
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel channel = OwnerOnly.open(temporary, CREATE_NEW, READ, WRITE)) {
                content.write(channel);
            }
            CrashPoint.FILE_WRITTEN.reach();
            return link(temporary, path);
        } catch (IOException e) {
            throw MappedFile.io("cannot create file", path, e);
        } finally {
            MappedFile.deleteQuietly(temporary);
        }
    }

    private static boolean link(Path temporary, Path path) throws IOException {
        try {
            Files.createLink(path, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
