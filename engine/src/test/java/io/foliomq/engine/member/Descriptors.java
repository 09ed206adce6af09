package io.foliomq.engine.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The open descriptors of a process. */
final class Descriptors {
    private Descriptors() {}

    /** How many this process has of one file. */
    static long of(Path file) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            Path real = file.toRealPath();
            return descriptors.filter(each -> leadsTo(each, real)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }
}
