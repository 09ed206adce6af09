package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.Durability;
import io.foliomq.engine.Limits;
import io.foliomq.engine.OverflowPolicy;
import io.foliomq.engine.WaitPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {
    @ParameterizedTest
    @CsvSource({
        "folio:, foliomq",
        "folio:?durability=power, foliomq",
        "folio:data/mq, data/mq",
        "folio:/var/lib/mq, /var/lib/mq",
        "folio:///var/lib/mq, /var/lib/mq",
        "folio:/var/a%20b%3Fc, /var/a b?c",
        "folio:/a+b, /a+b"
    })
    void shouldReadTheDirectory(String url, String directory) {
        assertThat(StoreUrl.parse(url).toSettings().store().directory()).isEqualTo(Path.of(directory));
    }

    @Test
    void shouldReadEveryKey() {
        Settings settings = StoreUrl.parse(
                        "folio:x?durability=group&group=20&wait=economy&sendTimeout=5&segmentBytes=2m"
                                + "&largestMessage=3k&diskReserve=1g&limit.maxDepth=10&limit.maxBytes=1M&limit.overflow=drop-oldest"
                                + "&limit.blockTimeout=7&jms.clientID=me&jms.trustedPackages=java.util&deadLetter=dead.%7Bname%7D")
                .toSettings();
        assertThat(settings.store().durability()).isEqualTo(Durability.GROUP);
        assertThat(settings.store().groupMillis()).isEqualTo(20);
        assertThat(settings.store().waitPolicy()).isEqualTo(WaitPolicy.ECONOMY);
        assertThat(settings.store().sendTimeoutMillis()).isEqualTo(5);
        assertThat(settings.store().segmentBytes()).isEqualTo(2 << 20);
        assertThat(settings.store().largestRecordBytes()).isEqualTo(3 << 10);
        assertThat(settings.store().diskReserveBytes()).isEqualTo(1L << 30);
        assertThat(settings.limits()).isEqualTo(new Limits(10, 1 << 20, OverflowPolicy.DROP_OLDEST, 7));
        assertThat(settings.clientId()).isEqualTo("me");
        assertThat(settings.deadLetters().pattern()).isEqualTo("dead.{name}");
    }

    @Test
    void shouldReadRedeliveryForAllAndForPatterns() {
        PolicyTable<RedeliveryPolicy> policies = StoreUrl.parse("folio:x?redelivery.maximumRedeliveries=2"
                        + "&redelivery.initialRedeliveryDelay=10&redelivery.redeliveryDelay=20&redelivery.backOffMultiplier=3"
                        + "&redelivery.useExponentialBackOff=true&redelivery.maximumRedeliveryDelay=100"
                        + "&redelivery[orders.*].maximumRedeliveries=-1")
                .toSettings()
                .redelivery();
        assertThat(policies.policyOf("other")).isEqualTo(new RedeliveryPolicy(2, 10, 20, 3, true, 100));
        assertThat(policies.policyOf("orders.eu")).isEqualTo(new RedeliveryPolicy(-1, 10, 20, 3, true, 100));
    }

    @Test
    void shouldReadHowConsumersShareForAllAndForPatterns() {
        PolicyTable<ConsumerPolicy> policies = StoreUrl.parse(
                        "folio:x?consumer.rebalanceGroups=true&consumer[jobs.*].exclusive=true")
                .toSettings()
                .consumers();
        assertThat(policies.policyOf("other")).isEqualTo(new ConsumerPolicy(false, true));
        assertThat(policies.policyOf("jobs.nightly")).isEqualTo(new ConsumerPolicy(true, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consumer.exclusive=maybe",
                "durability=never",
                "group=0",
                "wait=",
                "sendTimeout=-1",
                "sendTimeout=ten",
                "segmentBytes=3",
                "segmentBytes=9999999999999g",
                "largestMessage=4g",
                "limit.overflow=explode",
                "limit.maxDepth=-1",
                "redelivery.backOffMultiplier=0",
                "redelivery.useExponentialBackOff=perhaps",
                "redelivery.maximumRedeliveries=-2"
            })
    void shouldNameKeyValueAndWhatIsAccepted(String pair) {
        String key = pair.substring(0, pair.indexOf('='));
        assertThatThrownBy(() -> StoreUrl.parse("folio:x?" + pair).toSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key=" + key + ", value=" + pair.substring(key.length() + 1))
                .hasMessageContaining("accepted=");
    }

    @Test
    void shouldListTheKnownKeysForAnUnknownOne() {
        assertThatThrownBy(() -> StoreUrl.parse("folio:x?durabilty=power").toSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key=durabilty")
                .hasMessageContaining("durability group wait")
                .hasMessageContaining("deadLetter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vm://x", "folio:x?durability=power&durability=group", "folio:%zz"})
    void shouldRefuseWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> StoreUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accepted=");
    }

    @Test
    void shouldWriteWhatItReads() {
        StoreUrl url = StoreUrl.parse("folio:/a b/c%26?jms.clientID=%C3%BC%3D%26&redelivery[a*].redeliveryDelay=1");
        assertThat(StoreUrl.parse(url.text())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "folio:a\uD800",
                "folio:a?user=\uDC00b",
                "folio:a?\uD800=b",
                "folio:a%FF",
                "folio:a?user=%C3%28",
                "folio:a?user=%ED%A0%80",
                "folio:a%2",
                "folio:a?user=%",
                "folio:a?user=%zz",
                "folio:a?user=%-1",
                "folio:a?user=%\uFF11\uFF12"
            })
    void shouldRefuseWhatIsNoUnicodeText(String url) {
        assertThatThrownBy(() -> StoreUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accepted=percent-encoded UTF-8");
    }

    /** As it would be another one in the URL that is kept. */
    @Test
    void shouldRefuseASettingThatIsNoUnicodeText() {
        StoreUrl url = StoreUrl.parse("folio:a");
        assertThatThrownBy(() -> url.with("user", "\uD800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user=")
                .hasMessageContaining("accepted=Unicode text");
        assertThatThrownBy(() -> url.with("password", "secret\uD800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasMessageContaining("password=***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folio://///a", "folio:%2F%2F%2F%2Fa", "folio:a%20%2B+%25?user=%C3%A4\u00e4\uD83D\uDE00"})
    void shouldReadItsOwnText(String text) {
        StoreUrl url = StoreUrl.parse(text);
        assertThat(StoreUrl.parse(url.text())).isEqualTo(url);
    }
}
