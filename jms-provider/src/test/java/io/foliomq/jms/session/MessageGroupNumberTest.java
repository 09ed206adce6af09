package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageGroupNumberTest {
    /** What is on disk stays a group. */
    @Test
    void shouldNeverChange() {
        assertThat(MessageGroup.numberOf("customer-4711")).isEqualTo(-636_469_922);
        assertThat(MessageGroup.numberOf("\0")).as("0 is no group").isEqualTo(1);
    }

    @Test
    void shouldSpreadNamesThatAreAlike() {
        long numbers = IntStream.range(0, 4096)
                .map(i -> MessageGroup.numberOf("group-" + i) & 4095)
                .distinct()
                .count();
        assertThat(numbers).as("of 4,096; chance gives 2,589").isGreaterThan(2_400);
    }
}
