package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what a store writes, whatever the mask of the process. */
class StoreFilesIT {
    /** One of each kind must have been looked at, or the test says nothing. */
    private static final List<String> KINDS = List.of(
            "store\\.mark",
            "users",
            "users\\.lock",
            "members/\\d+",
            "members/\\d+\\.lock",
            "members/\\d+\\.bell",
            "members/\\d+\\.places",
            "members/\\d+\\.inbox",
            "names/.*",
            "queues/.*/destination",
            "queues/.*/lane",
            "queues/.*\\.cq4",
            "queues/.*\\.precreated",
            "queues/.*\\.positions",
            "queues/.*\\.body",
            "queues/.*\\.prepared",
            "queues/.*/subscription",
            "queues/.*\\.ledger",
            "topics/.*/text",
            "transactions/xa-.*");

    @TempDir
    Path directory;

    @Test
    void shouldMakeEveryFileForItsOwnerOnlyEvenWithoutAMask() throws IOException {
        Path store = directory.resolve("store");
        runWithoutMask(store, "a");
        // Again over what a killed process left: what is made at the second opening, and by reaping.
        runWithoutMask(store, "b");
    }

    private void runWithoutMask(Path store, String round) throws IOException {
        try (ChildJvm child = ChildJvm.startWithoutMask(StoreFilesChild.class, store.toString())) {
            assertThat(child.ask("use " + round)).isEqualTo("done");
            Map<String, String> permissions = permissions(store);
            assertThat(permissions)
                    .allSatisfy((path, found) -> assertThat(found)
                            .as(path)
                            .isEqualTo(Files.isDirectory(store.resolve(path)) ? "rwx------" : "rw-------"));
            for (String kind : KINDS) {
                assertThat(permissions.keySet()).as(kind).anyMatch(path -> path.matches(kind));
            }
        }
    }

    private static Map<String, String> permissions(Path store) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(store)) {
            for (Path path : walk.toList()) {
                found.put(
                        store.relativize(path).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        return found;
    }
}
