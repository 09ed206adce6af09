package io.foliomq.cli;

import io.foliomq.engine.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on an open store. */
abstract class StoreCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private StoreArgument place;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private Output output;

    @Override
    public final Integer call() throws Exception {
        try (Store store = place.open()) {
            return run(store);
        }
    }

    /** Returns the exit code. */
    abstract int run(Store store) throws Exception;

    final Output output() {
        return output;
    }

    final StoreArgument place() {
        return place;
    }
}
