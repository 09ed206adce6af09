package io.foliomq.demo.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory in which a worker keeps the photo in hand, named by its process. What killed workers left is removed
 * when the next one starts.
 */
public final class Scratch {
    private final Path directory;

    private Scratch(Path directory) {
        this.directory = directory;
    }

    public static Scratch in(Path parent) throws IOException {
        Files.createDirectories(parent);
        removeLeftovers(parent);
        Path own = parent.resolve(Long.toString(ProcessHandle.current().pid()));
        Files.createDirectories(own);
        return new Scratch(own);
    }

    Path newFile() throws IOException {
        return Files.createTempFile(directory, "photo", "");
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static void removeLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, "[0-9]*")) {
            for (Path directory : directories) {
                long pid = Long.parseLong(String.valueOf(directory.getFileName()));
                if (ProcessHandle.of(pid).isEmpty()) {
                    remove(directory);
                }
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
