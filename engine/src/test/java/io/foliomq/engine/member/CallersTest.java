package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the limit of a process bounds its callers. */
class CallersTest {
    @ParameterizedTest
    @CsvSource({"256, 64", "1024, 256", "8191, 2047", "8192, 2048", "1048576, 2048", "unlimited, 2048", "0, 0"})
    void shouldKeepAQuarterOfTheDescriptorsAtMost(String soft, int expected) {
        assertThat(Callers.most(List.of(
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max processes             7                    7                    processes ",
                        "Max open files            " + soft + "                 524288               files     ")))
                .isEqualTo(expected);
    }

    @Test
    void shouldKeepAsManyAsThereCanBeWhereNothingSaysHowManyDescriptorsThereAre() {
        assertThat(Callers.most(List.of())).isEqualTo(Callers.MOST);
    }

    @Test
    void shouldReadTheLimitOfThisProcess() {
        assertThat(Callers.mostOfThisProcess()).isBetween(1, Callers.MOST);
    }
}
