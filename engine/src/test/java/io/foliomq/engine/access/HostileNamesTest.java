package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreFormatException;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.storage.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the name of a destination is, it is refused or has a directory of its own, directly under that of its kind, and comes back. {@code -Dfoliomq.fuzz.seed} repeats a run. */
class HostileNamesTest {
    private static final int RANDOM_NAMES = 150;
    private static final int ENCODED_NAMES = 50_000;
    private static final String LEGAL = "[A-Za-z0-9_%~-][A-Za-z0-9_%~.-]{0,250}";
    private static final List<String> PIECES = List.of(
            "..",
            ".",
            "/",
            "\\",
            "\0",
            "~",
            "%",
            "%2E",
            "%2e",
            "%00",
            " ",
            "\n",
            "a",
            "A",
            "\u00e9",
            "e\u0301",
            "\u2025",
            "\uff0e",
            "\u2215",
            "\u2044",
            "\u202e",
            "\uD800",
            "\uDC00",
            "\uD83D\uDE00",
            "CON",
            "nul.txt",
            "COM1",
            ":",
            "*",
            "?",
            "\"",
            "<",
            "|",
            "trash",
            "destination",
            "\ufeff",
            "K",
            "\u212a",
            "x".repeat(200));

    @TempDir
    Path directory;

    private static List<String> hostile() {
        List<String> names = new ArrayList<>(List.of(
                "",
                ".",
                "..",
                "...",
                "/",
                "//",
                "../x",
                "../../etc/passwd",
                "a/../../x",
                "/etc/passwd",
                "a/b",
                "a\\b",
                "..\\x",
                "\0",
                "a\0",
                "a\0b",
                "%2E%2E",
                "%2e%2e",
                "%",
                "%%",
                "~",
                "a~",
                "a".repeat(180),
                "a".repeat(181),
                "a".repeat(182),
                "a".repeat(10_000),
                "/".repeat(10_000),
                "\uD800",
                "\uDC00",
                "?",
                "\uD800a",
                "a\uD800",
                "orders",
                "Orders",
                "ORDERS",
                "caf\u00e9",
                "cafe\u0301",
                "\u212a",
                "K",
                "k",
                "\u0131",
                "i",
                "I",
                "\u0130",
                "\uff0e\uff0e",
                "\u2025",
                "\u2215",
                "\u202eabc",
                "CON",
                "con",
                "PRN",
                "NUL",
                "nul.txt",
                "COM1",
                "LPT9.x",
                "a.",
                "a ",
                " a",
                " ",
                "-rf",
                "--help",
                "destination",
                "trash",
                "members",
                "store.mark",
                ".hidden",
                "a\nb",
                "\t",
                "\u007f",
                "$(x)",
                "`x`",
                "*",
                "?x",
                "\"",
                "<>",
                "|",
                "queue://x",
                "\ufeffa",
                "a\u00ad",
                "a"));
        return names;
    }

    private static String random(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            name.append(
                    random.nextInt(4) == 0
                            ? (char) random.nextInt(1 << 16)
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString();
    }

    @Test
    void shouldGiveEachNameItsOwnDirectoryUnderItsKindAndBringTheNameBack() throws IOException {
        long seed = Long.getLong("foliomq.fuzz.seed", new Random().nextLong());
        System.out.println("HostileNamesTest: seed=" + seed);
        Random random = new Random(seed);
        Set<String> names = new TreeSet<>(hostile());
        for (int i = 0; i < RANDOM_NAMES; i++) {
            names.add(random(random));
        }
        Path root = directory.resolve("a").resolve("store");
        try (Store store = Store.open(StoreOptions.at(root).withDiskReserveBytes(0))) {
            for (DestinationKind kind : DestinationKind.values()) {
                Set<String> made = make(store, kind, names);
                assertThat(made.size()).isGreaterThan(names.size() - 5);
                assertThat(names.stream().filter(name -> !name.isEmpty() && name.length() <= 200))
                        .allSatisfy(name -> assertThat(made).contains(name));
                Path parent = root.resolve(kind == DestinationKind.QUEUE ? "queues" : "topics");
                assertThat(directoriesIn(parent)).hasSameSizeAs(made).allMatch(name -> name.matches(LEGAL));
                assertThat(store.destinations(kind).stream().map(Destination::name))
                        .containsExactlyInAnyOrderElementsOf(made);
                made.forEach(name ->
                        assertThat(store.find(kind, name).orElseThrow().name()).isEqualTo(name));
            }
        }
        try (Stream<Path> outside = Files.list(directory.resolve("a"))) {
            assertThat(outside).containsExactly(root);
        }
        assertThat(directoriesIn(directory)).containsExactly("a");
    }

    private static Set<String> make(Store store, DestinationKind kind, Set<String> names) {
        Set<String> made = new TreeSet<>();
        for (String name : names) {
            try {
                Destination destination = kind == DestinationKind.QUEUE ? store.queue(name) : store.topic(name);
                assertThat(destination.name()).isEqualTo(name);
                made.add(name);
            } catch (EngineException refused) {
                assertThat(refused).hasMessageContaining("accepted=");
            }
        }
        return made;
    }

    private static Set<String> directoriesIn(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(entry -> entry.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** As where a file system does not tell capitals from small letters. */
    @Test
    void shouldNotTakeOneNameForAnother() throws IOException {
        StoreOptions options = StoreOptions.at(directory.resolve("store")).withDiskReserveBytes(0);
        try (Store store = Store.open(options)) {
            store.queue("twin");
        }
        Path queues = options.directory().resolve("queues");
        Files.move(queues.resolve("twin"), queues.resolve("Twin"));
        try (Store store = Store.open(options)) {
            assertThat(store.find(DestinationKind.QUEUE, "Twin")).isEmpty();
            assertThatThrownBy(() -> store.queue("Twin"))
                    .isInstanceOf(StoreFormatException.class)
                    .hasMessageContaining("expected=Twin, actual=twin");
        }
    }

    @Test
    void shouldEncodeDifferentNamesDifferently() {
        long seed = Long.getLong("foliomq.fuzz.seed", new Random().nextLong());
        System.out.println("HostileNamesTest: seed=" + seed);
        Random random = new Random(seed);
        Map<String, String> nameOf = new HashMap<>();
        for (int i = 0; i < ENCODED_NAMES; i++) {
            String name = random(random);
            String encoded = FileNames.encode(name);
            assertThat(encoded).as("name=%s", name).matches(LEGAL);
            String other = nameOf.put(encoded, name);
            assertThat(other == null || other.equals(name))
                    .as("seed=%d, names=%s and %s, encoded=%s", seed, name, other, encoded)
                    .isTrue();
            FileNames.decode(encoded).ifPresent(decoded -> assertThat(decoded).isEqualTo(name));
        }
    }
}
