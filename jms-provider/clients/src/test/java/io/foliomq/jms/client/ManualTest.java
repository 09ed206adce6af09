package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manual shows of clients is what the tests here run, to the letter. */
class ManualTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|xml)\n(.*?)^```$");

    @Test
    void shouldShowCodeThatTestsRun() throws IOException {
        String sources = flat(contents(Path.of("src", "test", "java")));
        assertThat(blocks("java"))
                .hasSize(4)
                .allSatisfy(block -> assertThat(sources).contains(flat(block)));
    }

    /** The demo's own tests start its executable jar with nothing but this manifest. */
    @Test
    void shouldShowTheManifestOfTheDemo() throws IOException {
        String demo = flat(Files.readString(ROOT.resolve(Path.of("image-worker-demo", "pom.xml"))));
        assertThat(blocks("xml"))
                .hasSize(1)
                .allSatisfy(block -> assertThat(demo).contains(flat(block)));
    }

    private static List<String> blocks(String language) throws IOException {
        String manual = Files.readString(ROOT.resolve(Path.of("docs", "manual.md")));
        String clients = manual.substring(manual.indexOf("## In Spring Boot"), manual.indexOf("## JNDI"));
        return BLOCK.matcher(clients)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    private static String contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(ManualTest::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without what an indentation changes. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
