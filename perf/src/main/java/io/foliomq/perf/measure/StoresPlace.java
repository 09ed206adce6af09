package io.foliomq.perf.measure;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Option of every workload: where its stores are. */
public final class StoresPlace {
    @Option(
            names = "--dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "where the stores go meanwhile; the disk matters (default: ${DEFAULT-VALUE})")
    Path directory = Path.of(".");

    /** A directory that there is; each run makes its own in it. */
    public Path directory() {
        return directory;
    }
}
