package io.foliomq.cli;

import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which store. */
final class StoreArgument {
    @Option(
            names = {"-s", "--store"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:FOLIO_STORE:-foliomq}",
            description = "The store; default: environment variable FOLIO_STORE, else ./foliomq.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path directory;

    Path directory() {
        return directory;
    }

    /** For commands that look at the files of what may be no store any more. */
    void requireDirectory() {
        if (!Files.isDirectory(directory)) {
            throw new Failure(
                    ExitCodes.NOTHING,
                    "no store here: directory=" + directory.toAbsolutePath() + ", accepted=a directory");
        }
    }

    /** An existing store: nothing is made by mistake. */
    Store open() {
        if (!Files.exists(directory.resolve("store.mark"))) {
            throw new Failure(
                    ExitCodes.NOTHING,
                    "no store here: directory=" + directory.toAbsolutePath()
                            + ", accepted=a directory with store.mark");
        }
        return Store.open(StoreOptions.at(directory));
    }
}
