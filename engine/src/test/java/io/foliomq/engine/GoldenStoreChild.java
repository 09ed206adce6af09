package io.foliomq.engine;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the golden store in a JVM that is gone when it is read: a member of the JVM that reads would count as alive, and what it has leased as held. */
final class GoldenStoreChild {
    private GoldenStoreChild() {}

    static void write(Path directory, Path zip) {
        try (ChildJvm child = ChildJvm.start(
                GoldenStoreChild.class,
                directory.toString(),
                zip.toAbsolutePath().toString())) {
            child.await("written");
        }
    }

    public static void main(String[] arguments) throws IOException {
        GoldenStore.write(Path.of(arguments[0]), Path.of(arguments[1]));
        ChildLines.say("written");
    }
}
