package io.foliomq.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final Cell JMS = Cell.of(Kind.FLOW, Contender.JMS);
    private static final Cell ARTEMIS = Cell.of(Kind.FLOW, Contender.ARTEMIS);
    private static final Cell UNSYNCED = Cell.of(Kind.FLOW, Contender.ARTEMIS_UNSYNCED);
    private static final Scene SCENE =
            new Scene("1-1", "Throughput", Figure.PER_SECOND, List.of(JMS, ARTEMIS, UNSYNCED));

    private final Results results = new Results();

    private void take(Cell cell, double... perSecond) {
        for (double value : perSecond) {
            results.add(SCENE, cell, new Figures().with(Figure.PER_SECOND, value));
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder();
        new SceneTable(SCENE, results, new Standing()).appendTo(page);
        return page.toString();
    }

    @Test
    void shouldTakeRatiosRoundByRound() {
        take(JMS, 100, 200, 900);
        take(ARTEMIS, 10, 10, 10);
        assertThat(results.ratio("1-1", JMS.label(), "1-1", ARTEMIS.label(), Figure.PER_SECOND))
                .isEqualTo(new Spread(20, 10, 90));
    }

    @Test
    void shouldLeaveRoundsOutInWhichOneFailed() {
        take(JMS, 100, 200);
        results.fail(SCENE, ARTEMIS, "out of breath");
        take(ARTEMIS, 10);
        assertThat(results.ratio("1-1", JMS.label(), "1-1", ARTEMIS.label(), Figure.PER_SECOND))
                .isEqualTo(new Spread(20, 20, 20));
        assertThat(results.failedRounds(SCENE, ARTEMIS)).isEqualTo(1);
        assertThat(results.failures()).containsEntry("1-1, artemis", "out of breath");
    }

    @Test
    void shouldCompareOnlyWhatIsInOneClass() {
        take(JMS, 1_000, 3_000);
        take(ARTEMIS, 100, 100);
        take(UNSYNCED, 50, 50);
        assertThat(page())
                .contains("| jms balanced | PROCESS | **2,000** (1,000 … 3,000) |  |")
                .contains("| artemis | PROCESS | **100** (100 … 100) | 20.0 (10.0 … 30.0) |")
                .contains("| artemis-unsynced | below PROCESS | **50** (50 … 50) |  |");
    }

    @Test
    void shouldMarkARateThatWasNotKept() {
        results.add(SCENE, JMS, new Figures().with(Figure.PER_SECOND, 1).with(Figure.SUSTAINED, 0));
        assertThat(page()).contains("rate not kept |");
    }

    @Test
    void shouldJudgeATarget() {
        take(JMS, 100);
        Target target = new Target(
                "throughput",
                Target.Sense.AT_LEAST,
                100,
                "/s",
                read -> read.median("1-1", JMS.label(), Figure.PER_SECOND),
                "a lot");
        assertThat(target.row(results)).isEqualTo("| throughput | ≥ 100/s | 100/s | met |");
        assertThat(target.isMissed(results)).isFalse();
        assertThat(target.isMissed(new Results())).isFalse();
        take(JMS, 10, 10);
        assertThat(target.isMissed(results)).isTrue();
        assertThat(target.row(results)).isEqualTo("| throughput | ≥ 100/s | 10/s | **missed** |");
    }
}
