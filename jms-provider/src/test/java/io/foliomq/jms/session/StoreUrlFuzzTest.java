package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.jms.testing.TextMutations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** URLs with settings, redelivery policies among them, that are almost right. */
class StoreUrlFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final int LEAST_ACCEPTED_PERCENT = 20;
    private static final String SECRET = "hunter2hunter2";
    private static final String URL =
            "folio:/var/lib/a%20b/mq?durability=group&group=10&wait=economy&segmentBytes=64m&linger=0&limit.maxDepth=5"
                    + "&limit.overflow=drop-oldest&jms.clientID=c&jms.trustedPackages=java.util,a.b.C&deadLetter=DLQ.{name}&redelivery.maximumRedeliveries=-1"
                    + "&redelivery[orders.*].backOffMultiplier=2.5&redelivery[a].useExponentialBackOff=true&consumer[jobs.*].exclusive=true&user=u&password="
                    + SECRET;
    private static final String[] PIECES = pieces();

    private static String[] pieces() {
        List<String> pieces = new ArrayList<>(List.of(
                "&",
                "=",
                "?",
                "%",
                "%2",
                "%00",
                "%2F",
                "%C3%28",
                "%FF",
                "%ED%A0%80",
                "%-1",
                "%\uFF11\uFF12",
                "%C3%A4",
                "..",
                "/",
                "//",
                "///",
                "folio:",
                "[",
                "]",
                "].",
                "redelivery[",
                "]].x=1&",
                "{name}",
                "{",
                "*",
                "-1",
                "0",
                "99999999999999999999",
                "1e309",
                "NaN",
                "64m",
                "64g",
                "9999999g",
                "true",
                "\0",
                "+",
                " ",
                "\uD800",
                "\u00e4"));
        for (String key : SettingsKey.known().split("[ ,]+")) {
            pieces.add("&" + key + "=");
        }
        return pieces.toArray(String[]::new);
    }

    @Test
    void shouldReadOrRefuseWhateverTheUrlIs() {
        new Fuzz("store URL", MOST_BYTES)
                .run(
                        LEAST_ACCEPTED_PERCENT,
                        mutations -> TextMutations.bytes(new TextMutations(mutations.random(), PIECES).change(URL)),
                        input -> isRead(TextMutations.text(input)));
    }

    private static boolean isRead(String text) {
        Settings settings;
        StoreUrl url;
        try {
            url = StoreUrl.parse(text);
            if (SECRET.equals(url.parameters().get("password"))) {
                assertThat(url.toString()).doesNotContain(SECRET);
                assertThat(url.textWithoutPassword()).doesNotContain(SECRET);
            }
            settings = url.toSettings();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("accepted=");
            if (text.matches("(?s)[^?]*\\?.*&password=" + SECRET + "(&.*)?")) {
                assertThat(e.getMessage()).doesNotContain(SECRET);
            }
            return false;
        }
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        StoreUrl again = StoreUrl.parse(url.text());
        assertThat(again).isEqualTo(url);
        assertThat(again.toSettings().store().directory())
                .isEqualTo(settings.store().directory());
        url.parameters().forEach((key, value) -> isWhatWasWritten(text, key, value));
        return true;
    }

    /** Each setting stands in the URL as it is, or with its escapes. */
    private static void isWhatWasWritten(String text, String key, String value) {
        boolean plain = text.contains(key) && text.contains(value);
        assertThat(plain || text.contains("%")).as("%s=%s", key, value).isTrue();
        assertThat(value).doesNotContain("\uFFFD");
    }
}
