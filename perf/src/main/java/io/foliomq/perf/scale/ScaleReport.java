package io.foliomq.perf.scale;

import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.page.Machine;
import io.foliomq.perf.page.PerformancePage;
import io.foliomq.perf.page.PerformancePage.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The curves as tables, and as a chart beside them. */
final class ScaleReport {
    static final String CHART = "scale.svg";

    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double MEGA = 1 << 20;

    private final Machine machine = Machine.ofThis();
    private final Map<Curve, SortedMap<Integer, Points>> curves;
    private final Pace pace;

    ScaleReport(Map<Curve, SortedMap<Integer, Points>> curves, Pace pace) {
        this.curves = curves;
        this.pace = pace;
    }

    /** @param page a further place for the page; null: none */
    void write(Path directory, @Nullable Path page) {
        try {
            Files.createDirectories(directory);
            String text = text();
            String svg = new ScaleChart(curves).svg();
            PerformancePage.at(directory.resolve("performance.md")).write(Part.SCALE, text);
            Files.writeString(directory.resolve(CHART), svg);
            if (page != null) {
                PerformancePage.at(page).write(Part.SCALE, text);
                Files.writeString(page.resolveSibling(CHART), svg);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot write: directory=" + directory, e);
        }
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder(introduction());
        text.append("\n\n")
                .append(machine.text())
                .append(String.format(
                        Locale.ROOT,
                        " %.1f s a point, after %.1f s for each of its processes, then %,d messages/s. The round of middle throughput, with (least … most).",
                        pace.seconds(),
                        pace.warmSeconds(),
                        pace.perSecond()));
        text.append("\n\n![Throughput, latency and memory over the number of each](" + CHART + ")\n");
        curves.forEach((curve, points) -> {
            text.append("\n### ").append(curve.title()).append("\n\n");
            text.append(curve.text()).append(".\n\n").append(HEAD);
            points.forEach((count, point) -> text.append(row(count, point)));
        });
        return text.toString();
    }

    static final String HEAD = "| n | messages/s | CPU µs/message | switches/message | p50, µs | p99, µs "
            + "| at the rate: CPU µs/message | switches/message | memory, MB | heap, MB | mapped, MB | mappings "
            + "| descriptors | threads | disk, MB | open, ms | first send, ms |\n|" + "---|".repeat(17) + "\n";

    static String row(int count, Points rounds) {
        Point point = rounds.middle();
        Usage usage = point.usage();
        Spread perSecond = rounds.spread(Point::perSecond);
        return String.format(
                Locale.ROOT,
                "| %,d | **%,.0f** (%,.0f … %,.0f) | %.2f | %.4f | %.1f | %.1f | %.1f | %.2f | %.0f | %.0f | %.0f | %,d | %,d | %,d | %.1f | %.0f | %.2f |%n",
                count,
                point.perSecond(),
                perSecond.least(),
                perSecond.most(),
                point.cpuNanos() / NANOS_A_MICRO,
                point.switches(),
                point.latencies().getValueAtPercentile(50) / NANOS_A_MICRO,
                point.latencies().getValueAtPercentile(99) / NANOS_A_MICRO,
                point.pacedCpuNanos() / NANOS_A_MICRO,
                point.pacedSwitches(),
                usage.residentBytes() / MEGA,
                usage.heapBytes() / MEGA,
                usage.mappedBytes() / MEGA,
                usage.mappings(),
                usage.descriptors(),
                usage.threads(),
                point.diskBytes() / MEGA,
                point.openNanos() / NANOS_A_MILLI,
                point.firstNanos() / NANOS_A_MILLI);
    }

    private static String introduction() throws IOException {
        try (InputStream text = ScaleReport.class.getResourceAsStream("/scale-introduction.md")) {
            return new String(Objects.requireNonNull(text, "introduction").readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        }
    }
}
