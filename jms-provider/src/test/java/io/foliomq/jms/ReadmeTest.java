package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.PastedCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code on the first screen works when pasted. */
class ReadmeTest {
    @Test
    void shouldRunTheCodeOfTheReadme(@TempDir Path directory) throws Exception {
        String code = PastedCode.behind(Files.readString(Path.of("..", "README.md")), "#");
        assertThat(PastedCode.run(code, directory)).isEqualToIgnoringNewLines("a dozen eggs");
    }
}
