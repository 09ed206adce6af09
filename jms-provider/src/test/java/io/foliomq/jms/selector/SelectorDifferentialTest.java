package io.foliomq.jms.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.Checklist;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Parser and evaluator against {@link ReferenceSelectors}. Set {@code -Dfoliomq.test.seed} to repeat a failure. */
class SelectorDifferentialTest {
    private static final int SELECTORS = 6_000;
    private static final int MESSAGES_EACH = 5;

    @Test
    @Checklist({83, 84, 85, 86})
    void shouldAgreeWithTheReferenceInterpreter() throws SelectorSyntaxException {
        long seed = Long.getLong("foliomq.test.seed", new Random().nextLong());
        System.out.println("SelectorDifferentialTest: seed=" + seed);
        ReferenceSelectors generator = new ReferenceSelectors(new Random(seed));
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < SELECTORS; i++) {
            ReferenceSelectors.Part reference = generator.condition(3);
            Selector selector = Selector.parse(reference.text());
            Selector negated = Selector.parse("NOT (" + reference.text() + ")");
            for (int j = 0; j < MESSAGES_EACH; j++) {
                Map<String, Object> message = generator.message();
                Object expected = reference.of(message);
                seen.add(String.valueOf(expected));
                assertThat(selector.matches(new MapPropertySource(selector, message)))
                        .as("seed=%d, selector=%s, message=%s", seed, reference.text(), message)
                        .isEqualTo(Boolean.TRUE.equals(expected));
                assertThat(negated.matches(new MapPropertySource(negated, message)))
                        .as("seed=%d, selector=NOT (%s), message=%s", seed, reference.text(), message)
                        .isEqualTo(Boolean.FALSE.equals(expected));
            }
        }
        assertThat(seen).as("the test reaches all truth values").containsExactlyInAnyOrder("true", "false", "null");
    }
}
