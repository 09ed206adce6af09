package io.foliomq.perf.throughput;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Option;

/** Options of every workload whose contenders take turns, so that whatever else the machine does meets all of them. */
final class Turns {
    @Option(names = "--rounds", defaultValue = "5", description = "runs of each contender, 1..100 (default: 5)")
    int rounds;

    @Option(
            names = "--messages",
            defaultValue = "2M",
            converter = Counts.class,
            description = "messages that count, in each run (default: 2M)")
    long messages;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "engine,jms,chronicle",
            description = "some of ${COMPLETION-CANDIDATES} (default: engine,jms,chronicle)")
    List<Contender> contenders = List.of();

    /** Fails with a message that says what is accepted. */
    void verify() {
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException("--rounds: value=" + rounds + ", accepted=1..100");
        }
    }

    /** Median, least and most. */
    static <T> String text(Collection<T> runs, ToDoubleFunction<T> figure, String format) {
        return text(Spread.of(runs.stream().map(figure::applyAsDouble).toList()), format);
    }

    /** One over the other, round by round. */
    static <T> String ratio(List<T> over, List<T> under, ToDoubleFunction<T> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < over.size(); round++) {
            ratios.add(figure.applyAsDouble(over.get(round)) / figure.applyAsDouble(under.get(round)));
        }
        return text(Spread.of(ratios), "%.3f");
    }

    private static String text(Spread spread, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " … " + format + ")",
                spread.median(),
                spread.least(),
                spread.most());
    }
}
