package io.foliomq.perf.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a child JVM runs: this build, or that of another clone of the repository.
 *
 * @param options of that JVM; they come after this one's, and win over them
 */
public record Build(String classpath, List<String> options) {
    public static Build ofThis(String... options) {
        return new Build(System.getProperty("java.class.path"), List.of(options));
    }

    /** That of a clone in which {@code perf/run} has been called, and so has built it. */
    public static Build ofClone(Path clone) {
        Path built = clone.toAbsolutePath().normalize().resolve("perf/target/fast");
        try {
            String others = Files.readString(built.resolve("classpath"), StandardCharsets.UTF_8);
            return new Build(
                    built.resolve("classes") + System.getProperty("path.separator") + others.strip(), List.of());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no build: clone=" + clone + ", accepted=a clone in which perf/run --help was called", e);
        }
    }
}
