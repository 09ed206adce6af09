package io.foliomq.jms.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foliomq.jms.testing.Checklist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no selector, and what is said about it. */
class SelectorSyntaxTest {
    @ParameterizedTest
    @Checklist({82, 87})
    @ValueSource(
            strings = {
                "NULL = 0",
                "TRUE = 0",
                "FALSE = 0",
                "NOT = 0",
                "AND = 0",
                "OR = 0",
                "BETWEEN = 0",
                "LIKE = 0",
                "IN = 0",
                "IS = 0",
                "ESCAPE = 0",
                "null = 0",
                "a = NULL",
                "a = NOT b",
                "JMSDestination = 'x'",
                "JMSReplyTo IS NULL",
                "JMSRedelivered = TRUE",
                "JMSExpiration > 0",
                "JMSDeliveryTime > 0",
                "JMSfoo = 1",
                "JMS = 1"
            })
    void shouldRefuseReservedWordsAndOtherHeaderFields(String selector) {
        assertSyntaxError(selector);
    }

    @ParameterizedTest
    @Checklist({83, 84, 87, 88})
    @ValueSource(
            strings = {
                "a >",
                "= 1",
                "a = ",
                "a == 1",
                "a != 1",
                "a = 1 AND",
                "AND a",
                "a b",
                "a = 1 b",
                "(a = 1",
                "a = 1)",
                "()",
                "a = 'x",
                "'x",
                "a = \"x\"",
                "a ; b",
                "a.b = 1",
                "a = 1 = 2",
                "a < b < c",
                "a > 1 > 2",
                "a = 1 OR OR b",
                "NOT",
                "a NOT",
                "a NOT = 1",
                "a IS",
                "a IS NOT",
                "a IS 1",
                "5 IS NULL",
                "'a' IS NULL",
                "a + 1 IS NULL",
                "a IN ()",
                "a IN ('x',)",
                "a IN 'x'",
                "a IN ('x' 'y')",
                "a IN (1)",
                "a IN (b)",
                "a IN ('x'",
                "'x' IN ('x')",
                "a NOT IN (1, 2)",
                "a LIKE 7",
                "a LIKE b",
                "a LIKE",
                "5 LIKE '5'",
                "'x' LIKE 'x'",
                "a LIKE 'x' ESCAPE ''",
                "a LIKE 'x' ESCAPE 'ab'",
                "a LIKE 'x' ESCAPE 5",
                "a LIKE 'x' ESCAPE",
                "a LIKE 'x!' ESCAPE '!'",
                "a BETWEEN 1",
                "a BETWEEN 1 OR 2",
                "a BETWEEN 'x' AND 'y'",
                "a BETWEEN 1 AND 'y'",
                "'a' BETWEEN 1 AND 2",
                "a > 'x'",
                "a >= 'x'",
                "a < 'x'",
                "a <= 'x'",
                "'x' > TRUE",
                "'x' <= TRUE",
                "a > TRUE",
                "TRUE < a",
                "1 > 'x'",
                "'x' < 1",
                "'x' = 1",
                "TRUE = 'x'",
                "1 <> FALSE",
                "(a = 1) = 1",
                "(a = 1) > 1",
                "'a' + 1 = 2",
                "TRUE + 1 = 2",
                "-'a' = 1",
                "-TRUE",
                "+'a' = 'a'",
                "5",
                "'x'",
                "a + 1",
                "-a",
                "5 AND a",
                "a AND 'x'",
                "NOT 5",
                "a * = 1",
                "a / = 1",
                "* a = 1",
                "a = 1 /* comment */",
                "/* c */ a = 1",
                "a = 5x",
                "a = 08",
                "a = 0x",
                "a = 0xG",
                "a = 1e",
                "a = 1_",
                "a = 0b2",
                "a = 1.5.2",
                "a = 1.5L",
                "a = .",
                "a = 9223372036854775808",
                "a = -9223372036854775809",
                "a = -(9223372036854775808)",
                "a = 1E999",
                "a = 1E-999",
                "a = 0x1p-2000",
                "a = 0x10000000000000000",
                "a = 1E40f",
                "a = 02000000000000000000000",
                "#",
                "a = ?",
                "a = :b",
                "{fn x}",
                "a = 1,",
                "a\u00A0= 1",
                "a = 1\u2028AND b",
                "a = {d '2000-01-01'}"
            })
    void shouldRefuseWhatIsNoSelector(String selector) {
        assertSyntaxError(selector);
    }

    private static void assertSyntaxError(String selector) {
        assertThatThrownBy(() -> Selector.parse(selector))
                .as(selector)
                .isInstanceOf(SelectorSyntaxException.class)
                .hasMessageContaining("position=")
                .hasMessageContaining(selector);
    }

    @Test
    @Checklist(87)
    void shouldSayWhereAndWhatIsWrong() {
        SelectorSyntaxException error =
                catchThrowableOfType(SelectorSyntaxException.class, () -> Selector.parse("a = 1 AND b LIKE 7"));
        assertThat(error.position()).isEqualTo(17);
        assertThat(error.found()).isEqualTo("7");
        assertThat(error.expected()).isEqualTo("a string");
        assertThat(error)
                .hasMessage("selector syntax: position=17, found=7, expected=a string, selector=a = 1 AND b LIKE 7");
        assertThatThrownBy(() -> Selector.parse("a > 'x'"))
                .hasMessageContaining("position=4, found=a string, expected=a number");
        assertThatThrownBy(() -> Selector.parse("'x' < 1"))
                .hasMessageContaining("position=0, found=a string, expected=a number");
        assertThatThrownBy(() -> Selector.parse("1 < TRUE"))
                .hasMessageContaining("position=4, found=a condition, expected=a number");
        assertThatThrownBy(() -> Selector.parse("TRUE = 0"))
                .hasMessageContaining("position=7, found=a number, expected=something to compare with a condition");
        assertThatThrownBy(() -> Selector.parse("a AND 5"))
                .hasMessageContaining("position=6, found=a number, expected=a condition");
        assertThatThrownBy(() -> Selector.parse("a * 2 IS NULL"))
                .hasMessageContaining("found=a number, expected=an identifier");
        SelectorSyntaxException end = catchThrowableOfType(SelectorSyntaxException.class, () -> Selector.parse("a ="));
        assertThat(end.found()).isEqualTo("end of selector");
        assertThat(end.position()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "- ", "-(", "NOT("})
    void shouldRefuseNestingThatWouldExhaustTheStack(String opening) {
        assertSyntaxError(opening.repeat(100_000) + "a");
        assertThatThrownBy(() -> Selector.parse(opening.repeat(Parser.MAX_NESTING + 1) + "a"))
                .hasMessageContaining("levels of nesting");
    }
}
