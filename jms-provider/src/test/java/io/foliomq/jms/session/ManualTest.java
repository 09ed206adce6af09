package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.PastedCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void shouldRunTheCodeOnMessageGroups(@TempDir Path directory) throws Exception {
        String code = PastedCode.behind(Files.readString(Path.of("..", "docs", "manual.md")), "## Message groups");
        assertThat(PastedCode.run(code, directory).lines())
                .containsExactly("first: paid", "second: opened", "first: shipped", "second: returned");
    }

    @Test
    void shouldRunTheCodeOnExclusiveConsumers(@TempDir Path directory) throws Exception {
        String code = PastedCode.behind(Files.readString(Path.of("..", "docs", "manual.md")), "## Exclusive consumers");
        assertThat(PastedCode.run(code, directory).lines()).containsExactly("active: 1", "standby: null", "standby: 2");
    }
}
