package io.foliomq.perf.latency;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What is left of latency runs: a histogram of each, and a chart of all. */
public final class LatencyFiles {
    private static final double NANOS_A_MICRO = 1_000;

    private LatencyFiles() {}

    /** Writes a {@code .hgrm} file for each run, {@code latency.svg} with a panel for each rate, and {@code latency.html}. */
    public static void write(String title, List<Long> rates, List<LatencyRun> runs, Path directory) {
        try {
            Files.createDirectories(directory);
            for (LatencyRun run : runs) {
                writeHistogram(run.latencies(), directory.resolve(run.name() + ".hgrm"));
            }
            String svg = new PercentileChart(title, rates, runs).svg();
            Files.writeString(directory.resolve("latency.svg"), svg);
            Files.writeString(directory.resolve("latency.html"), ChartPage.html(title, svg, runs));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write: directory=" + directory, e);
        }
    }

    /** The format that HdrHistogram's own plotters read, in µs. */
    public static void writeHistogram(Histogram nanos, Path file) throws IOException {
        try (PrintStream output = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            nanos.outputPercentileDistribution(output, NANOS_A_MICRO);
        }
    }
}
