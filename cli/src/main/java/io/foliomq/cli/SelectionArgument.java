package io.foliomq.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which messages of a destination, and how many. */
final class SelectionArgument {
    @Option(names = "--selector", paramLabel = "TEXT", description = "Only what this message selector matches.")
    private @Nullable String selector;

    @Option(names = "--count", paramLabel = "N", description = "At most so many; default: all that are there.")
    private long count = Long.MAX_VALUE;

    @Nullable
    String selector() {
        return selector;
    }

    long count() {
        if (count < 1) {
            throw new Failure(ExitCodes.USAGE, "--count: value=" + count + ", accepted=1 or more");
        }
        return count;
    }

    long countOr(long otherwise) {
        return count() == Long.MAX_VALUE ? otherwise : count;
    }
}
