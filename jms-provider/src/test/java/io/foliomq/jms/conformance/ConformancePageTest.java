package io.foliomq.jms.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConformancePageTest {
    /** From here on everything is optional. */
    private static final int FIRST_OPTIONAL = 121;

    private static final Path PAGE = Path.of("..", "docs", "jms-conformance.md");

    private final ConformancePage page = new ConformancePage();

    @Test
    void shouldHaveATestForEveryBehaviourThatIsNotOptional() {
        assertThat(page.untested().headSet(FIRST_OPTIONAL)).isEmpty();
    }

    @Test
    void shouldKnowEveryNumberInTheAnnotations() {
        assertThat(page.unknown()).isEmpty();
    }

    @Test
    void shouldBeTheOneInTheManual() throws IOException {
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(PAGE, page.toString());
        }
        assertThat(PAGE)
                .as("stale: the page says how to make it anew")
                .content()
                .isEqualTo(page.toString());
    }
}
