package io.foliomq.perf.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a child JVM runs: this build, or that of another clone of the repository. */
public record Build(String classpath) {
    public static Build ofThis() {
        return new Build(System.getProperty("java.class.path"));
    }

    /** That of a clone in which {@code perf/run} has been called, and so has built it. */
    public static Build ofClone(Path clone) {
        Path built = clone.toAbsolutePath().normalize().resolve("perf/target/fast");
        try {
            String others = Files.readString(built.resolve("classpath"), StandardCharsets.UTF_8);
            return new Build(built.resolve("classes") + System.getProperty("path.separator") + others.strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no build: clone=" + clone + ", accepted=a clone in which perf/run --help was called", e);
        }
    }
}
