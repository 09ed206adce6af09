package io.foliomq.jms.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.Checklist;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What selectors select, as specification section 3.8.1 says. All selectors are evaluated over {@link #MESSAGE}. */
class SelectorTest {
    private static final Map<String, Object> MESSAGE = message();

    private static Map<String, Object> message() {
        Map<String, Object> values = new HashMap<>();
        values.put("yes", true);
        values.put("no", false);
        values.put("five", 5);
        values.put("byteFive", (byte) 5);
        values.put("minusTen", -10L);
        values.put("half", 0.5);
        values.put("floatHalf", 0.5f);
        values.put("tenth", 0.1f);
        values.put("big", 16_777_217L);
        values.put("bigFloat", 1.6777216E7f);
        values.put("huge", Long.MAX_VALUE);
        values.put("least", Long.MIN_VALUE);
        values.put("nan", Double.NaN);
        values.put("color", "blue");
        values.put("sameColor", "blue");
        values.put("number", "2");
        values.put("quoted", "it's");
        values.put("empty", "");
        values.put("percent", "100%");
        values.put("under", "_foo");
        values.put("backslash", "a\\b");
        values.put("emoji", "a\uD83D\uDE00b");
        values.put("half\uD83Dtext", "unused");
        values.put("$dollar", 1);
        values.put("_under", 1);
        values.put("Case", 1);
        values.put("case", 2);
        values.put("JMSType", "car");
        values.put("JMSPriority", 4L);
        values.put("JMSDeliveryMode", "PERSISTENT");
        values.put("JMSXGroupID", "g");
        values.put("JMS_Folio_x", 1);
        return values;
    }

    static Truth evaluate(String selector) {
        try {
            Selector parsed = Selector.parse(selector);
            MapPropertySource source = new MapPropertySource(parsed, MESSAGE);
            boolean matches = parsed.matches(source);
            if (matches) {
                return Truth.TRUE;
            }
            Selector negated = Selector.parse("NOT (" + selector + ")");
            return negated.matches(new MapPropertySource(negated, MESSAGE)) ? Truth.FALSE : Truth.UNKNOWN;
        } catch (SelectorSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertTrue(String... selectors) {
        assertAll(Truth.TRUE, selectors);
    }

    private static void assertFalse(String... selectors) {
        assertAll(Truth.FALSE, selectors);
    }

    private static void assertUnknown(String... selectors) {
        assertAll(Truth.UNKNOWN, selectors);
    }

    private static void assertAll(Truth expected, String... selectors) {
        for (String selector : selectors) {
            assertThat(evaluate(selector)).as(selector).isEqualTo(expected);
        }
    }

    @Test
    @Checklist(81)
    void shouldReadStringLiteralsWithDoubledQuotes() {
        assertTrue("quoted = 'it''s'", "color='blue'", "empty = ''", "'''' = ''''", "emoji = 'a\uD83D\uDE00b'");
        assertFalse("quoted = 'its'", "color = 'Blue'", "empty = ' '", "'''' = ''");
    }

    @Test
    @Checklist({81, 88})
    void shouldReadExactLiteralsInJavaSyntax() {
        assertTrue("five = 5", "five = +5", "minusTen = -10", "five = 5L", "five = 5l", "29 = 035", "29 = 0x1d");
        assertTrue("0X1D = 29", "0b101 = 5", "0B101L = 5", "1_000 = 1000", "0_7 = 7", "0 = 00", "0x1DL = 29");
        assertTrue("huge = 9223372036854775807", "least = -9223372036854775808", "least = - 9223372036854775808L");
        assertTrue("0xFFFFFFFFFFFFFFFF = -1", "0xFFFFFFFF = 4294967295", "01777777777777777777777 = -1");
        assertFalse("five = 6", "five = 05L + 1");
    }

    @Test
    @Checklist(81)
    void shouldReadApproximateLiteralsInJavaSyntax() {
        assertTrue(
                "7E3 = 7000", "7e3 = 7000.", "-57.9E2 = -5790", ".7e4 = 7000.0", "7. = 7", "half = .5", "6.2 = +6.2");
        assertTrue("1.5f = 1.5", "1.5F = 1.5", "2d = 2", "2D = 2", "2f = 2", "1e-3 = 0.001", "1E+2 = 100");
        assertTrue(
                "0x0p0 = 0",
                "0x.0P5 = 0",
                "0x1.8p1 = 3",
                "0x.8P0 = 0.5",
                "0x10p0f = 16",
                "1_0.5 = 10.5",
                "0.0 = 0",
                "0e5 = 0",
                "09.5 = 9.5");
        assertTrue("1.7976931348623157E308 > 1E308", "4.9E-324 > 0");
    }

    @Test
    @Checklist(81)
    void shouldReadBooleansAndKeywordsInAnyCase() {
        assertTrue("TRUE", "true", "tRuE", "NOT FALSE", "not false", "yes = True", "no = fAlSe");
        assertTrue("nothing is null and color like 'b%' and color in ('blue') and five not between 6 and 7 or false");
        assertTrue("under LIKE 'x_%' escape 'x'", "color Is Not Null");
    }

    @Test
    @Checklist({81, 82})
    void shouldTellIdentifiersByCaseAndTakeJavaLetters() {
        assertTrue(
                "Case = 1 AND case = 2", "$dollar = 1", "_under = 1", "überall IS NULL", "名前 IS NULL", "a1_$ IS NULL");
        assertTrue("nulls IS NULL", "NOTHING IS NULL", "android IS NULL", "\uD835\uDC00x IS NULL");
    }

    @Test
    @Checklist(82)
    void shouldReferToHeaderFieldsAndReservedProperties() {
        assertTrue("JMSType = 'car'", "JMSPriority >= 4", "JMSDeliveryMode = 'PERSISTENT'", "JMSXGroupID = 'g'");
        assertTrue("JMS_Folio_x = 1", "JMSMessageID IS NULL", "JMSCorrelationID IS NULL", "JMSTimestamp IS NULL");
        assertFalse("JMSDeliveryMode = 2", "JMSDeliveryMode = 'NON_PERSISTENT'");
    }

    @Test
    @Checklist(83)
    void shouldCompareWithSixOperators() {
        assertTrue("five = 5", "five <> 6", "five < 6", "five <= 5", "five > 4", "five >= 5", "color <> 'red'");
        assertFalse("five = 6", "five <> 5", "five < 5", "five <= 4", "five > 5", "five >= 6", "color <> 'blue'");
        assertTrue("yes = TRUE", "yes <> FALSE", "no = FALSE", "5 < five + 1", "TRUE = yes", "'blue' = color");
        assertTrue("color = sameColor", "yes <> no", "five = byteFive", "half = floatHalf", "five > half");
        assertFalse("color <> sameColor", "yes = no", "color < sameColor", "yes > no");
        assertTrue("(five > 3) = TRUE", "(five > 3) = yes", "(five > 3) <> (five > 9)", "'a' <> 'b'", "TRUE <> FALSE");
    }

    @Test
    @Checklist(83)
    void shouldCompareApproximateNumbersAtTheirBoundaries() {
        assertTrue("half <= 0.5", "half >= 0.5", "half - 0.25 = 0.25", "floatHalf - 0.25f < 0.3", "half / 2 = .25");
        assertFalse("half < 0.5", "half > 0.5", "half <> 0.5", "half <= 0.4", "half >= 0.6", "half = 0.6");
    }

    @Test
    @Checklist(81)
    void shouldNotNeedASpaceBehindANumber() {
        assertTrue("five=5AND yes", "five=5.0OR no");
    }

    @Test
    @Checklist(83)
    void shouldBindNotBeforeAndBeforeOr() {
        assertTrue("TRUE OR TRUE AND FALSE", "NOT FALSE AND TRUE", "yes OR yes AND no", "NOT no OR no");
        assertFalse("NOT yes AND no", "(yes OR no) AND no", "NOT (FALSE OR TRUE)", "NOT TRUE OR FALSE");
        assertTrue("NOT NOT yes", "NOT five = 6", "NOT five BETWEEN 6 AND 7 AND yes");
    }

    @Test
    @Checklist(83)
    void shouldCalculateFromLeftToRightWithPrecedence() {
        assertTrue("1 + 2 * 3 = 7", "(1 + 2) * 3 = 9", "10 - 4 - 3 = 3", "100 / 10 / 5 = 2", "100 / 10 * 5 = 50");
        assertTrue(
                "-five + five = 0",
                "- five * -1 = 5",
                "2 - -3 = 5",
                "2--3 = 5",
                "2+-3 = -1",
                "-(2 + 3) = -five",
                "+five = 5");
        assertTrue("five * 2 = 10 AND minusTen / 2 = -5", "-(-five) = 5", "- - five = 5");
    }

    @Test
    @Checklist({83, 85})
    void shouldPromoteNumbersLikeJava() {
        assertTrue("5 / 2 = 2", "-5 / 2 = -2", "5 / 2. = 2.5", "5 / 2f = 2.5", "five / 2d = 2.5", "1 + 0.5 = 1.5");
        assertTrue("huge + 1 = least", "tenth = 0.1f", "big = bigFloat", "big > 1.6777216E7", "tenth * 3 = 0.3f");
        assertFalse("tenth = 0.1", "big > bigFloat");
        assertTrue("1.0 / 0 > 1E300", "nan <> nan", "-1 / 0. < 0");
        assertFalse("nan = nan", "nan < 1", "nan > 1");
    }

    @Test
    @Checklist({83, 86})
    void shouldFindNoValueInDivisionOfExactNumbersByZero() {
        assertUnknown("five / 0 = 1", "1 / (five - 5) > 0", "five / 0 <> five / 0");
    }

    @Test
    @Checklist(84)
    void shouldTestBetween() {
        assertTrue(
                "five BETWEEN 5 AND 10", "five BETWEEN 0 AND 5", "five NOT BETWEEN 6 AND 10", "half BETWEEN 0 AND 1");
        assertFalse("five BETWEEN 6 AND 10", "five NOT BETWEEN 5 AND 5", "five BETWEEN 10 AND 0");
        assertTrue(
                "five BETWEEN 2 + 2 AND 2 * 3 AND yes", "minusTen BETWEEN -11 AND -9", "5 BETWEEN byteFive AND five");
        assertUnknown("nothing BETWEEN 1 AND 2", "nothing NOT BETWEEN 1 AND 2", "five BETWEEN 1 AND nothing");
        assertFalse("five BETWEEN 6 AND nothing", "number BETWEEN 1 AND 3", "number NOT BETWEEN 1 AND 3");
    }

    @Test
    @Checklist(84)
    void shouldTestIn() {
        assertTrue("color IN ('red', 'blue')", "color NOT IN ('red')", "quoted IN ('it''s')", "JMSType IN ('car')");
        assertFalse("color IN ('red','Blue')", "color NOT IN ('red','blue')");
        assertUnknown("nothing IN ('a')", "nothing NOT IN ('a')");
        assertFalse("five IN ('5')", "five NOT IN ('5')", "yes IN ('true')");
    }

    @Test
    @Checklist(84)
    void shouldTestLike() {
        assertTrue("color LIKE 'blue'", "color LIKE 'b%'", "color LIKE '%e'", "color LIKE '%lu%'", "color LIKE '____'");
        assertTrue(
                "color LIKE '%'",
                "color LIKE 'b__e'", "color LIKE '%b%l%u%e%'", "color LIKE '%%blue%%'", "empty LIKE '%'");
        assertFalse("color LIKE 'Blue'", "color LIKE 'b'", "color LIKE '_'", "color LIKE '_____'", "color LIKE '%x%'");
        assertFalse("empty LIKE '_'", "color LIKE ''", "color LIKE 'blue_'", "color LIKE '%bl'", "color LIKE 'b%x'");
        assertTrue("color NOT LIKE 'r%'", "empty LIKE ''", "emoji LIKE 'a_b'", "emoji LIKE '%\uD83D\uDE00%'");
        assertFalse("color NOT LIKE 'b%'", "emoji LIKE 'a__b'");
        assertUnknown("nothing LIKE '%'", "nothing NOT LIKE 'a'", "nothing LIKE 'a'");
        assertFalse("five LIKE '5'", "five NOT LIKE '6'", "five LIKE '%'", "five NOT LIKE '6%'");
    }

    @Test
    @Checklist(84)
    void shouldEscapeWildcards() {
        assertTrue("under LIKE '\\_%' ESCAPE '\\'", "percent LIKE '100!%' ESCAPE '!'", "percent LIKE '%!%' ESCAPE '!'");
        assertTrue("backslash LIKE 'a\\\\b' ESCAPE '\\'", "backslash LIKE 'a\\b'", "under LIKE 'A_fo_' ESCAPE 'A'");
        assertFalse("color LIKE '\\_%' ESCAPE '\\'", "percent LIKE '100!_' ESCAPE '!'", "color LIKE '!%' ESCAPE '!'");
        assertTrue("percent LIKE '100\uD83D\uDE00%' ESCAPE '\uD83D\uDE00'", "under NOT LIKE 'x!_' ESCAPE '!'");
    }

    @Test
    void shouldBacktrackOverRepeatedBeginnings() {
        MESSAGE_TEXTS.forEach((text, pattern) -> {
            Selector selector = parse("t LIKE '" + pattern + "'");
            assertThat(selector.matches(new MapPropertySource(selector, Map.of("t", text))))
                    .as(text + " LIKE " + pattern)
                    .isTrue();
        });
    }

    private static final Map<String, String> MESSAGE_TEXTS = Map.of(
            "aaaaaab",
            "%ab",
            "mississippi",
            "m%iss%ip_i",
            "abcabcabd",
            "%abd",
            "aXbXc",
            "a%X_",
            "xyxyxyz",
            "%xyz%",
            "aab",
            "%a_b%");

    @Test
    @Checklist(84)
    void shouldTestNull() {
        assertTrue("nothing IS NULL", "color IS NOT NULL", "empty IS NOT NULL", "NOT nothing IS NOT NULL");
        assertFalse("nothing IS NOT NULL", "color IS NULL");
    }

    @Test
    @Checklist(85)
    void shouldCompareUnlikeTypesFalse() {
        assertFalse(
                "number = 2",
                "number <> 2",
                "number > 1",
                "color = five",
                "color <> five",
                "yes = 'true'",
                "yes <> 'true'");
        assertFalse(
                "five = TRUE",
                "five <> TRUE",
                "color = TRUE",
                "yes > 0",
                "number + 1 = 3",
                "-number < 0",
                "yes = five");
        assertFalse("+number = 2", "number * 1 <> 2", "color > sameColor", "five = color");
        assertTrue("five = 5.0", "half < 1", "number = '2'");
    }

    @Test
    @Checklist(85)
    void shouldTakeOnlyTrueForACondition() {
        assertTrue("yes", "NOT no", "yes AND TRUE", "(yes)");
        assertFalse("no", "color", "five", "NOT yes");
        assertUnknown("nothing", "NOT nothing");
    }

    @Test
    @Checklist(86)
    void shouldFollowTheTablesOfThreeValuedLogic() {
        String t = "yes";
        String f = "no";
        String u = "nothing";
        assertTrue(t + " AND " + t, t + " OR " + u, u + " OR " + t, t + " OR " + f, f + " OR " + t, "NOT " + f);
        assertFalse(t + " AND " + f, f + " AND " + u, u + " AND " + f, f + " AND " + f, f + " OR " + f, "NOT " + t);
        assertUnknown(
                t + " AND " + u, u + " AND " + t, u + " AND " + u, u + " OR " + f, f + " OR " + u, u + " OR " + u);
        assertUnknown("NOT " + u, t + " AND " + t + " AND " + u, f + " OR " + u + " OR " + f, "(u > 1) = TRUE");
        assertFalse(u + " AND " + u + " AND " + f);
        assertTrue(u + " OR " + f + " OR " + t);
    }

    @Test
    @Checklist(86)
    void shouldGiveUnknownForComparisonAndArithmeticWithNull() {
        assertUnknown(
                "nothing = 1", "nothing <> 1", "nothing = 'a'", "nothing <> 'a'", "nothing = TRUE", "nothing <> yes");
        assertUnknown(
                "nothing = nothing",
                "nothing < five",
                "nothing + 1 > 0",
                "1 + nothing > 0",
                "-nothing = 0",
                "five * nothing <> 0");
    }

    @Test
    @Checklist(81)
    void shouldTakeAllWhiteSpaceOfJava() {
        assertTrue("\t five\n=\r\n\f5 ", "five=5 AND(yes)", "(five)=(5)", "five BETWEEN(4)AND(6)");
    }

    @ParameterizedTest
    @Checklist(87)
    @ValueSource(strings = {"", " ", "\t\n"})
    void shouldTakeBlankAsNone(String blank) throws SelectorSyntaxException {
        assertThat(Selector.parse(blank).matchesAll()).isTrue();
        assertThat(Selector.parse(null).matchesAll()).isTrue();
        Selector none = Selector.parse(blank);
        assertThat(none.matches(new MapPropertySource(none, Map.of()))).isTrue();
        assertThat(parse("TRUE").matchesAll()).isFalse();
    }

    @Test
    @Checklist(91)
    void shouldKnowWhatAPropertyCanBeCalled() {
        for (String name :
                new String[] {"a", "_", "$", "a1", "überall", "\uD835\uDC00", "JMSXa", "JMS_a", "jms", "true"}) {
            assertThat(Selector.isPropertyName(name)).as(name).isTrue();
        }
        for (String name :
                new String[] {"", "1", "a b", "a-", "TRUE", "NOT", "JMS", "JMSa", "JMSType", "\uD83D\uDE00"}) {
            assertThat(Selector.isPropertyName(name)).as(name).isFalse();
        }
        assertThat(Selector.all().matchesAll()).isTrue();
    }

    @Test
    void shouldNumberIdentifiersAndLiteralsOnce() {
        Selector selector = parse("a = 'x' AND b = 'y' AND a IN ('x', 'z') AND c LIKE 'q%'");
        assertThat(selector.identifiers()).containsExactly("a", "b", "c");
        assertThat(selector.literals()).extracting(TextLiteral::text).containsExactly("x", "y", "z");
        assertThat(selector.literals()).extracting(TextLiteral::index).containsExactly(0, 1, 2);
        assertThat(selector).hasToString("a = 'x' AND b = 'y' AND a IN ('x', 'z') AND c LIKE 'q%'");
    }

    @Test
    void shouldAcceptDeepNestingAndEvaluateLongChains() {
        int depth = Parser.MAX_NESTING - 1;
        assertTrue("(".repeat(depth) + "yes" + ")".repeat(depth), "yes" + " AND yes".repeat(50_000));
        assertTrue("yes" + " AND (yes)".repeat(depth + 2) + " AND NOT no".repeat(depth + 2)
                + " AND -1 < 0".repeat(depth + 2));
        assertThat(parse("(".repeat(depth + 1) + "yes" + ")".repeat(depth + 1)).identifiers())
                .containsExactly("yes");
        assertTrue("no" + " OR no".repeat(50_000) + " OR yes", "0" + " + 1".repeat(50_000) + " = 50000");
    }

    private static Selector parse(String text) {
        try {
            return Selector.parse(text);
        } catch (SelectorSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
