package io.foliomq.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every order of the steps of a producer, a few consumers and their reapers, with deaths at any step. */
class DeliveryModelTest {
    private static final int RELEASES = 1;

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "2, 2, 0", "3, 1, 1"})
    void shouldKeepEveryPromiseInEveryOrder(int messages, int consumers, int deaths) {
        Exploration exploration = new Exploration(Flaw.NONE, deaths, RELEASES);

        assertThat(exploration.findBroken(messages, consumers)).isEmpty();
        System.out.printf(
                "every order: messages=%d, consumers=%d, deaths=%d, situations=%,d%n",
                messages, consumers, deaths, exploration.visited());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void shouldFindEachFlaw(Flaw flaw) {
        assertThat(new Exploration(flaw, 2, RELEASES).findBroken(1, 2)).isPresent();
    }

    @Test
    void shouldTellTheStepsThatLeadToABrokenPromise() {
        Optional<String> found = new Exploration(Flaw.NO_SECOND_LOOK, 0, RELEASES).findBroken(1, 1);

        assertThat(found)
                .hasValueSatisfying(path -> assertThat(path).contains("delivered to nobody", "process 0 MARK_SLEEPER"));
    }
}
