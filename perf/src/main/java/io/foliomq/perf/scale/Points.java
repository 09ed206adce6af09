package io.foliomq.perf.scale;

import io.foliomq.perf.measure.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the rounds gave with one crowd. */
final class Points {
    private final List<Point> rounds = new ArrayList<>();

    void add(Point point) {
        rounds.add(point);
    }

    /** That of the middle throughput: its figures belong together. */
    Point middle() {
        List<Point> sorted = new ArrayList<>(rounds);
        sorted.sort(Comparator.comparingDouble(Point::perSecond));
        return sorted.get(sorted.size() / 2);
    }

    Spread spread(ToDoubleFunction<Point> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
