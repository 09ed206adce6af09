package io.foliomq.perf.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Durability;
import io.foliomq.perf.contender.Contender;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ProgrammeTest {
    private static final List<Scene> SCENES = Programme.scenes(10_000_000);

    @Test
    void shouldTellItsScenesAndCellsApart() {
        assertThat(SCENES).extracting(Scene::id).doesNotHaveDuplicates();
        for (Scene scene : SCENES) {
            assertThat(scene.cells()).extracting(Cell::label).as(scene.id()).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldAskNobodyForADurabilityThatHeDoesNotOffer() {
        for (Scene scene : SCENES) {
            for (Cell cell : scene.cells()) {
                if (cell.durability() == Durability.POWER) {
                    assertThat(cell.contender().offers(Durability.POWER))
                            .as(cell.toLine())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldSendCellsToOtherProcessesAsTheyAre() {
        for (Scene scene : SCENES) {
            for (Cell cell : scene.cells()) {
                assertThat(Cell.ofWords(("play 1 1 dir " + cell.toLine()).split(" "), 4))
                        .isEqualTo(cell);
            }
        }
    }

    @Test
    void shouldMeasureWhatEachTargetAsksFor() {
        Results results = new Results();
        for (Scene scene : SCENES) {
            scene.cells().forEach(cell -> results.add(scene, cell, everything()));
        }
        Set<String> rows = new HashSet<>();
        for (Target target : Targets.all()) {
            assertThat(target.row(results)).doesNotContain("not measured");
            assertThat(target.row(new Results())).endsWith("| not measured |");
            assertThat(rows.add(target.name())).as(target.name()).isTrue();
        }
    }

    private static Figures everything() {
        Figures figures = new Figures();
        for (Figure figure : Figure.values()) {
            figures.with(figure, 1);
        }
        return figures;
    }

    @Test
    void shouldSendFiguresBackAsTheyAre() {
        Histogram times = new Histogram(3);
        times.recordValue(1_000);
        times.recordValue(9_000);
        Figures figures = new Figures().with(times).with(Figure.PER_SECOND, 0.1);
        Figures back = Figures.ofLine(figures.toLine());
        assertThat(back.toLine()).isEqualTo(figures.toLine());
        assertThat(back.get(Figure.PER_SECOND)).isEqualTo(0.1);
        assertThat(back.histogram()).isEqualTo(times);
        assertThat(back.has(Figure.OPEN_NANOS)).isFalse();
    }

    @Test
    void shouldNotTakeAContenderAtItsWordThatLostWhatItHadAccepted() {
        Standing standing = new Standing();
        Cell classic = Cell.of(Kind.FLOW, Contender.CLASSIC);
        assertThat(standing.of(classic)).isEqualTo("PROCESS");
        assertThat(standing.of(classic.durability(Durability.POWER))).isEqualTo("POWER");
        standing.add(Contender.CLASSIC, new KillCheck(10_000, 1));
        assertThat(standing.of(classic)).isEqualTo("below PROCESS");
        assertThat(standing.of(classic.durability(Durability.POWER))).isEqualTo("below PROCESS");
        assertThat(standing.of(Cell.of(Kind.FLOW, Contender.ARTEMIS_UNSYNCED))).isEqualTo("below PROCESS");
        assertThat(standing.of(Cell.of(Kind.FLOW, Contender.RING))).isEqualTo("none");
    }
}
