package io.foliomq.jms.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionSpecTest {
    private static final FolioTopic TOPIC = new FolioTopic("prices");

    @Test
    @Checklist({109, 110, 113, 114})
    void shouldDescribeTheFourKinds() throws JMSException {
        SubscriptionSpec unshared = SubscriptionSpec.unshared(TOPIC, "me", "a = 1", true);
        assertThat(unshared).isEqualTo(new SubscriptionSpec(TOPIC, false, false, null, "me", "a = 1", true));
        SubscriptionSpec durable = SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", null, true);
        assertThat(durable).isEqualTo(new SubscriptionSpec(TOPIC, true, false, "s", "me", null, true));
        SubscriptionSpec shared = SubscriptionSpec.shared(TOPIC, "s", null, "");
        assertThat(shared).isEqualTo(new SubscriptionSpec(TOPIC, false, true, "s", null, null, false));
        SubscriptionSpec sharedDurable = SubscriptionSpec.sharedDurable(TOPIC, "s", "me", " ");
        assertThat(sharedDurable).isEqualTo(new SubscriptionSpec(TOPIC, true, true, "s", "me", null, false));
    }

    @Test
    @Checklist(110)
    void shouldNeedAClientIdForAnUnsharedDurableOne() {
        assertThatThrownBy(() -> SubscriptionSpec.unsharedDurable(TOPIC, "s", null, null, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name=s");
    }

    @ParameterizedTest
    @Checklist(117)
    @NullAndEmptySource
    @ValueSource(strings = {"a\u0000b", "line\nbreak"})
    void shouldRefuseNamesThatAreNone(String name) {
        assertThatThrownBy(() -> SubscriptionSpec.shared(TOPIC, name, null, null))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("subscription name");
        assertThatThrownBy(() -> SubscriptionSpec.sharedDurable(TOPIC, name, "me", null))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> SubscriptionSpec.unsharedDurable(TOPIC, name, "me", null, false))
                .isInstanceOf(JMSException.class);
    }

    @Test
    @Checklist(117)
    void shouldTakeTheNamesOfTheSpecificationAndMore() throws JMSException {
        String longest = "x".repeat(SubscriptionSpec.MAX_NAME_LENGTH);
        for (String name : new String[] {"a_b.c-d9", "$übung", "with space", "a/b", "n".repeat(128), longest}) {
            assertThat(SubscriptionSpec.requireName(name)).isEqualTo(name);
        }
        assertThatThrownBy(() -> SubscriptionSpec.requireName(longest + "x")).hasMessageContaining("length=1025");
    }

    @Test
    void shouldRefuseCombinationsThatAreNoSubscription() {
        assertThatThrownBy(() -> new SubscriptionSpec(TOPIC, true, false, null, "me", null, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubscriptionSpec(TOPIC, false, false, "s", "me", null, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubscriptionSpec(TOPIC, false, true, "s", "me", null, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Checklist(113)
    void shouldKnowTheNamesOfItsIncarnations() throws JMSException {
        SubscriptionSpec spec = SubscriptionSpec.shared(TOPIC, "a:b", "me", null);
        assertThat(spec.isIncarnation(spec.incarnation("1"))).isTrue();
        assertThat(spec.incarnation("1")).isNotEqualTo(spec.incarnation("2"));
        for (SubscriptionSpec other : List.of(
                SubscriptionSpec.shared(TOPIC, "b", "me", null),
                SubscriptionSpec.shared(TOPIC, "a:b", null, null),
                SubscriptionSpec.shared(TOPIC, "me:a:b", null, null))) {
            assertThat(spec.isIncarnation(other.incarnation("1"))).isFalse();
        }
        assertThat(spec.isIncarnation(spec.identity())).isFalse();
        assertThat(spec.isIncarnation("shared@1")).isFalse();
        assertThat(spec.isIncarnation(
                        SubscriptionSpec.sharedDurable(TOPIC, "a:b", "me", null).identity()))
                .isFalse();
    }

    @Test
    @Checklist(115)
    void shouldTellSubscriptionsApartByNameClientIdAndDurability() throws JMSException {
        Set<String> identities = Set.of(
                SubscriptionSpec.shared(TOPIC, "s", "me", null).identity(),
                SubscriptionSpec.shared(TOPIC, "s", null, null).identity(),
                SubscriptionSpec.shared(TOPIC, "s", "", null).identity(),
                SubscriptionSpec.sharedDurable(TOPIC, "s", "me", null).identity(),
                SubscriptionSpec.sharedDurable(TOPIC, "s", null, null).identity(),
                SubscriptionSpec.sharedDurable(TOPIC, "2:me:s", null, null).identity(),
                SubscriptionSpec.sharedDurable(TOPIC, "me:s", null, null).identity(),
                SubscriptionSpec.sharedDurable(TOPIC, "e:s", "m", null).identity());
        assertThat(identities).hasSize(8);
        assertThat(SubscriptionSpec.unsharedDurable(new FolioTopic("other"), "s", "me", null, false)
                        .identity())
                .isEqualTo(
                        SubscriptionSpec.sharedDurable(TOPIC, "s", "me", null).identity())
                .isEqualTo(SubscriptionSpec.durableIdentity("me", "s"));
        assertThatThrownBy(() ->
                        SubscriptionSpec.unshared(TOPIC, "me", null, false).identity())
                .isInstanceOf(java.lang.IllegalStateException.class);
    }

    @Test
    @Checklist(111)
    void shouldSeeWhatChangesASubscription() throws JMSException {
        SubscriptionSpec spec = SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", "a = 1", false);
        assertThat(spec.selectsLike(SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", "a = 1", false)))
                .isTrue();
        assertThat(spec.selectsLike(SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", "a = 2", false)))
                .isFalse();
        assertThat(spec.selectsLike(SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", null, false)))
                .isFalse();
        assertThat(spec.selectsLike(SubscriptionSpec.unsharedDurable(TOPIC, "s", "me", "a = 1", true)))
                .isFalse();
        assertThat(spec.selectsLike(SubscriptionSpec.unsharedDurable(new FolioTopic("o"), "s", "me", "a = 1", false)))
                .isFalse();
    }
}
