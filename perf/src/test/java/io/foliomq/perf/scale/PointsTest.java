package io.foliomq.perf.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.perf.measure.Spread;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static Point point(double perSecond, double cpuNanos) {
        return new Point(0, 0, perSecond, cpuNanos, 0, 0, 0, new Histogram(3), new Usage(1 << 20, 0, 0, 0, 0, 0), 0);
    }

    @Test
    void shouldShowTheFiguresOfTheMiddleRoundAndTheSpreadOfAll() {
        Points points = new Points();
        points.add(point(3_000, 1_000));
        points.add(point(1_000, 9_000));
        points.add(point(2_000, 4_000));
        assertThat(points.middle().cpuNanos()).isEqualTo(4_000);
        assertThat(points.spread(Point::perSecond)).isEqualTo(new Spread(2_000, 1_000, 3_000));
        assertThat(ScaleReport.row(8, points)).startsWith("| 8 | **2,000** (1,000 … 3,000) | 4.00 |");
    }

    @Test
    void shouldSayWhoWorksAtEachPoint() {
        assertThat(Curve.CONSUMERS.counts()).containsExactly(1, 2, 4, 8, 16, 32);
        assertThat(Curve.DESTINATIONS.counts()).containsExactly(1, 10, 100, 1_000);
        for (Curve curve : Curve.values()) {
            Crowd crowd = curve.at(7);
            assertThat(Crowd.ofWords(crowd.toWords().toArray(new String[0]), 0)).isEqualTo(crowd);
            assertThat(crowd.sessions() * crowd.listeners())
                    .as("every queue of %s has a consumer", curve)
                    .isGreaterThanOrEqualTo(crowd.queues());
        }
    }
}
