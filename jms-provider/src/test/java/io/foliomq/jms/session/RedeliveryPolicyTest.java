package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.testing.Checklist;
import org.junit.jupiter.api.Test;

@Checklist(41)
class RedeliveryPolicyTest {
    @Test
    void shouldCountTheFirstDeliveryApart() {
        RedeliveryPolicy policy = new RedeliveryPolicy(2, 0, 0, 1, false, 0);
        assertThat(policy.isLast(2)).isFalse();
        assertThat(policy.isLast(3)).isTrue();
        assertThat(policy.isBeyond(3)).isFalse();
        assertThat(policy.isBeyond(4)).isTrue();
    }

    @Test
    void shouldHaveNoEndWhenItIsMinusOne() {
        RedeliveryPolicy policy = new RedeliveryPolicy(-1, 0, 0, 1, false, 0);
        assertThat(policy.isLast(4_095)).isFalse();
    }

    @Test
    void shouldDelayTheFirstRedeliveryByItsOwnTime() {
        RedeliveryPolicy policy = new RedeliveryPolicy(9, 10, 50, 2, false, 0);
        assertThat(policy.delayAfter(1)).isEqualTo(10);
        assertThat(policy.delayAfter(2)).isEqualTo(50);
        assertThat(policy.delayAfter(8)).isEqualTo(50);
    }

    @Test
    void shouldGrowUpToTheMaximum() {
        RedeliveryPolicy policy = new RedeliveryPolicy(-1, 10, 0, 2, true, 70);
        assertThat(policy.delayAfter(1)).isEqualTo(10);
        assertThat(policy.delayAfter(2)).isEqualTo(20);
        assertThat(policy.delayAfter(3)).isEqualTo(40);
        assertThat(policy.delayAfter(4)).isEqualTo(70);
        assertThat(policy.delayAfter(4_000)).isEqualTo(70);
        assertThat(new RedeliveryPolicy(-1, 10, 0, 2, true, 0).delayAfter(4_000))
                .isPositive();
    }

    @Test
    void shouldGrowFromTheFirstDelayThatIsNotZero() {
        RedeliveryPolicy atOnceFirst = new RedeliveryPolicy(-1, 0, 100, 2, true, 0);
        assertThat(atOnceFirst.delayAfter(1)).isZero();
        assertThat(atOnceFirst.delayAfter(2)).isEqualTo(100);
        assertThat(atOnceFirst.delayAfter(3)).isEqualTo(200);
        RedeliveryPolicy both = new RedeliveryPolicy(-1, 500, 100, 2, true, 0);
        assertThat(both.delayAfter(1)).isEqualTo(500);
        assertThat(both.delayAfter(2)).isEqualTo(1_000);
        assertThat(both.delayAfter(3)).isEqualTo(2_000);
    }
}
