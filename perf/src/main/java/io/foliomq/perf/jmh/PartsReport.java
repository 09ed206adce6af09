package io.foliomq.perf.jmh;

import io.foliomq.perf.page.Machine;
import io.foliomq.perf.page.PerformancePage;
import io.foliomq.perf.page.PerformancePage.Part;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What the microbenchmarks gave, as a table. */
final class PartsReport {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Machine machine = Machine.ofThis();
    private final Collection<RunResult> results;

    PartsReport(Collection<RunResult> results) {
        this.results = results;
    }

    /** @param page a further place for the page; null: none */
    void write(Path directory, @Nullable Path page) {
        String text = text();
        PerformancePage.at(directory.resolve("performance.md")).write(Part.BENCHMARKS, text);
        if (page != null) {
            PerformancePage.at(page).write(Part.BENCHMARKS, text);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("## The parts\n\n");
        text.append(machine.text()).append("""
                         Means of JMH's iterations, with (least … most); heap of one operation. That of `Jms` is with what fills or empties \
                        the queue for it; the scene `cost` tells both apart.

                        """);
        text.append("| benchmark | | ns/op | heap, B/op |\n|---|---|---|---|\n");
        results.forEach(result -> text.append(row(result)));
        return text.toString();
    }

    private static String row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String[] name = params.getBenchmark().split("\\.");
        StringBuilder with = new StringBuilder();
        params.getParamsKeys()
                .forEach(key -> with.append(key)
                        .append('=')
                        .append(params.getParam(key))
                        .append(' '));
        Statistics times = result.getPrimaryResult().getStatistics();
        return String.format(
                Locale.ROOT,
                "| %s.%s | %s | **%s** (%s … %s) | %s |%n",
                name[name.length - 2].replace("Benchmark", ""),
                name[name.length - 1],
                with.toString().strip(),
                nanos(times.getMean()),
                nanos(times.getMin()),
                nanos(times.getMax()),
                allocated(result));
    }

    private static String nanos(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                .findFirst()
                .map(entry -> allocated(entry.getValue()))
                .orElse("");
    }

    private static String allocated(Result<?> result) {
        Statistics bytes = result.getStatistics();
        return String.format(Locale.ROOT, "%.1f (%.1f … %.1f)", bytes.getMean(), bytes.getMin(), bytes.getMax());
    }
}
