package io.foliomq.perf.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.perf.page.PerformancePage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {
    @TempDir
    Path directory;

    private String write(Part part, String text) throws IOException {
        Path file = directory.resolve("docs/page.md");
        PerformancePage.at(file).write(part, text);
        return Files.readString(file);
    }

    @Test
    void shouldLeaveThePartsOfOthersAsTheyAre() throws IOException {
        write(Part.BENCHMARKS, "## Parts\n\n| append | 100 |\n");
        write(Part.COMPARISON, "## This run\n\nyesterday\n\n## Targets\n");
        write(Part.SCALE, "## Scale\n");
        String page = write(Part.COMPARISON, "## This run\n\ntoday\n");
        assertThat(page)
                .startsWith("# Performance\n")
                .containsSubsequence(
                        "<!-- written by: perf/compare -->\n\n## This run\n\ntoday\n",
                        "<!-- written by: perf/run scale -->\n\n## Scale\n",
                        "<!-- written by: perf/run parts -->\n\n## Parts\n\n| append | 100 |\n")
                .doesNotContain("yesterday", "## Targets");
        assertThat(page.split("# Performance\n", -1)).hasSize(2);
    }

    @Test
    void shouldWriteTheSamePageTwice() throws IOException {
        write(Part.COMPARISON, "## This run\n");
        String once = write(Part.SCALE, "## Scale\n\ntext\n");
        assertThat(write(Part.SCALE, "## Scale\n\ntext\n")).isEqualTo(once);
    }
}
