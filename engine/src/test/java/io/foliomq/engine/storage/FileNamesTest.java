package io.foliomq.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    private static final List<String> NAMES = List.of(
            "a",
            "A",
            "a/b",
            "a%2Fb",
            "a\\b",
            "..",
            ".",
            "",
            "~",
            "a~b",
            "%",
            "a b",
            "a\0b",
            "ä",
            "a\u0308",
            "日本",
            "\uD83D\uDCE8",
            "\uD83D",
            "\uDCE8",
            "?",
            "x".repeat(300),
            "x".repeat(301),
            "/".repeat(300),
            "-",
            "CON");

    @Test
    void shouldMakeASafeNameOfItsOwnForEachName() {
        Set<String> encoded = new HashSet<>();
        for (String name : NAMES) {
            String file = FileNames.encode(name);
            assertThat(file)
                    .as(name)
                    .matches("[A-Za-z0-9_%~-][A-Za-z0-9_.%~-]*")
                    .hasSizeLessThanOrEqualTo(FileNames.LONGEST);
            assertThat(encoded.add(file)).as(name).isTrue();
            assertThat(FileNames.encode(name)).isEqualTo(file);
        }
    }

    @Test
    void shouldLeavePlainNamesReadable() {
        assertThat(FileNames.encode("orders.eu-1_x")).isEqualTo("orders.eu-1_x");
        assertThat(FileNames.encode("a/b").toLowerCase(Locale.ROOT)).isEqualTo("a%2fb");
    }
}
