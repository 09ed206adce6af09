package io.foliomq.demo.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manual's table says what the program does. */
class SettingsTableTest {
    private static final Path MANUAL = Path.of("..", "docs", "demo.md");

    @Test
    void shouldListEachSettingWithItsDefaultAndVariable() throws IOException {
        List<String> lines = Files.readAllLines(MANUAL);

        for (Setting setting : Setting.values()) {
            assertThat(lines).contains(row(setting));
        }
        assertThat(lines.stream().filter(line -> line.contains("| `FOLIOMQ_DEMO_")))
                .hasSize(Setting.values().length);
    }

    private static String row(Setting setting) {
        String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
        return "| `" + setting.key() + "` | " + standard + " | `" + setting.variable() + "` | " + setting.meaning()
                + " |";
    }
}
