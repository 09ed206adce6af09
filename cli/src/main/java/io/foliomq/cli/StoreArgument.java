package io.foliomq.cli;

import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which store. */
final class StoreArgument {
    @Option(
            names = {"-s", "--store"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:FOLIO_STORE:-foliomq}",
            description = "The store; default: environment variable FOLIO_STORE, else ./foliomq.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path directory;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

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
        return Store.open(StoreOptions.at(directory).withErrorHandler(this::warn));
    }

    /** What goes on all the same, once, and as a sentence. */
    private void warn(Throwable failure) {
        String sentence = "warning: " + failure.getMessage();
        if (warned.add(sentence)) {
            command.commandLine().getErr().println(sentence);
        }
    }
}
