package io.foliomq.jms.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.jms.testing.TextMutations;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors that are almost right, not at all, or far too long. What is accepted means the same in brackets and negated twice, and what did not change means what the reference says. */
class SelectorFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final int LEAST_ACCEPTED_PERCENT = 20;
    private static final int LONG = 1 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MESSAGES_EACH = 3;
    private static final String[] PIECES = {
        "AND", "OR", "NOT", "BETWEEN", "LIKE", "ESCAPE", "IN", "IS", "NULL", "TRUE", "FALSE", "(", ")", ",", "=", "<>",
                "<", ">", "<=",
        ">=", "+", "-", "*", "/", "'", "''", "'%'", "'_'", "a", "JMSPriority", "JMSDeliveryMode", "$x", "_", "1", "1.",
                ".5", "1e9", "1e999",
        "0x1F", "017", "99999999999999999999", "-9223372036854775808", "1L", "2f", "\"", "\\", ";", "--", "/*", "\0",
                "\uD800", "\u00e4", "\u2028"
    };

    /** What the text was before it changed, and where messages for it come from. */
    private record Given(ReferenceSelectors generator, ReferenceSelectors.Part original) {
        static Given next(Random random) {
            ReferenceSelectors generator = new ReferenceSelectors(new Random(random.nextLong()));
            return new Given(generator, generator.condition(3));
        }
    }

    @Test
    void shouldParseOrRefuseWhateverTheTextIs() {
        Given[] given = new Given[1];
        new Fuzz("selector", MOST_BYTES)
                .run(
                        LEAST_ACCEPTED_PERCENT,
                        mutations -> {
                            given[0] = Given.next(mutations.random());
                            return TextMutations.bytes(
                                    new TextMutations(mutations.random(), PIECES).change(given[0].original.text()));
                        },
                        input -> isParsed(TextMutations.text(input), given[0]));
    }

    private static boolean isParsed(String text, Given given) throws SelectorSyntaxException {
        Selector selector;
        try {
            selector = Selector.parse(text);
        } catch (SelectorSyntaxException e) {
            assertThat(e.position()).isBetween(0, text.length());
            return false;
        }
        assertThat(selector.toString()).isEqualTo(text.isBlank() ? "" : text);
        if (selector.matchesAll()) {
            return true;
        }
        Selector bracketed = Selector.parse("(" + selector + ")");
        Selector twiceNegated = Selector.parse("NOT (NOT (" + selector + "))");
        for (int i = 0; i < MESSAGES_EACH; i++) {
            Map<String, Object> message = given.generator.message();
            boolean matches = selector.matches(new MapPropertySource(selector, message));
            if (text.equals(given.original.text())) {
                assertThat(matches).isEqualTo(Boolean.TRUE.equals(given.original.of(message)));
            }
            assertThat(bracketed.matches(new MapPropertySource(bracketed, message)))
                    .isEqualTo(matches);
            assertThat(twiceNegated.matches(new MapPropertySource(twiceNegated, message)))
                    .isEqualTo(matches);
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = '%s'",
                "%s = 1",
                "a = %s",
                "a LIKE '%s'",
                "%s",
                "a = '%s",
                "a LIKE '%%s' ESCAPE '!'",
                "a IN ('%s')",
                "NOT %s = 1"
            })
    void shouldTakeAMegabyteOfAnything(String pattern) {
        for (String piece : new String[] {
            "x", "1", "(", ")", "-", "'", "%", "_", " ", "NOT ", "a AND ", "1+", "'x',", "\0", "\uD800"
        }) {
            String text = pattern.replace("%s", piece.repeat(LONG / piece.length()));
            assertTimeoutPreemptively(LONGEST, () -> {
                try {
                    Selector selector = Selector.parse(text);
                    selector.matches(new MapPropertySource(selector, Map.of()));
                } catch (SelectorSyntaxException refused) {
                    assertThat(refused.position()).isBetween(0, text.length());
                }
            });
        }
    }

    /** What makes regular expressions go back for ever. */
    @Test
    void shouldMatchPatternsInBoundedTime() {
        String value = "a".repeat(10_000) + "c";
        for (String pattern : new String[] {
            "%a".repeat(2_000) + "b", "%".repeat(5_000) + "b", "%a_".repeat(1_000) + "b", "_%".repeat(3_000) + "b"
        }) {
            assertTimeoutPreemptively(LONGEST, () -> {
                Selector selector = Selector.parse("a LIKE '" + pattern + "'");
                assertThat(selector.matches(new MapPropertySource(selector, Map.of("a", value))))
                        .isFalse();
            });
        }
    }
}
