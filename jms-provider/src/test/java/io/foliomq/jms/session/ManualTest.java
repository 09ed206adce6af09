package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual lists the keys that there are. */
class ManualTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\|");

    @Test
    void shouldListEveryKeyOfAConnectionUrl() throws Exception {
        String manual = Files.readString(Path.of("..", "docs", "manual.md"));
        String table = manual.substring(manual.indexOf("## Connect"), manual.indexOf("## In Spring Boot"));
        assertThat(ROW.matcher(table).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrder(SettingsKey.known().split(" "));
    }
}
