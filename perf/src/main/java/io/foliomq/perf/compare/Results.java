package io.foliomq.perf.compare;

import io.foliomq.perf.measure.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The figures of all rounds. A cell that failed has as many rounds as the others, with nothing in that one. */
final class Results {
    private final Map<String, Map<String, List<@Nullable Figures>>> rounds = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    void add(Scene scene, Cell cell, Figures figures) {
        of(scene.id(), cell.label()).add(figures);
    }

    void fail(Scene scene, Cell cell, String reason) {
        of(scene.id(), cell.label()).add(null);
        failures.put(scene.id() + ", " + cell.label(), reason);
    }

    private List<@Nullable Figures> of(String scene, String label) {
        return rounds.computeIfAbsent(scene, key -> new LinkedHashMap<>())
                .computeIfAbsent(label, key -> new ArrayList<>());
    }

    /** Why the last round of a cell failed, by scene and label. */
    Map<String, String> failures() {
        return failures;
    }

    /** Rounds of a cell that failed. */
    long failedRounds(Scene scene, Cell cell) {
        return of(scene.id(), cell.label()).stream()
                .filter(figures -> figures == null)
                .count();
    }

    /** What was taken of a cell, round by round. */
    List<Figures> taken(String scene, String label) {
        List<Figures> taken = new ArrayList<>();
        for (Figures figures : of(scene, label)) {
            if (figures != null) {
                taken.add(figures);
            }
        }
        return taken;
    }

    /** Null if it was never taken. */
    @Nullable
    Spread spread(String scene, String label, Figure figure) {
        List<Double> values = new ArrayList<>();
        for (Figures figures : taken(scene, label)) {
            if (figures.has(figure)) {
                values.add(figures.get(figure));
            }
        }
        return values.isEmpty() ? null : Spread.of(values);
    }

    /** NaN if it was never taken. */
    double median(String scene, String label, Figure figure) {
        Spread spread = spread(scene, label, figure);
        return spread == null ? Double.NaN : spread.median();
    }

    /** One cell over another, round by round; null if there is no round that has both. */
    @Nullable
    Spread ratio(String scene, String over, String underScene, String under, Figure figure) {
        return ratio(of(scene, over), of(underScene, under), figures -> figures.get(figure));
    }

    private static @Nullable Spread ratio(
            List<@Nullable Figures> over, List<@Nullable Figures> under, ToDoubleFunction<Figures> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(over.size(), under.size()); round++) {
            Figures one = over.get(round);
            Figures other = under.get(round);
            if (one != null && other != null) {
                ratios.add(figure.applyAsDouble(one) / figure.applyAsDouble(other));
            }
        }
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }
}
