package io.foliomq.perf.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is left of latency runs: a histogram of each, and a chart of all. */
public final class LatencyFiles {
    private LatencyFiles() {}

    /** Writes a {@code .hgrm} file for each run, {@code latency.svg} with a panel for each rate, and {@code latency.html}. */
    public static void write(String title, List<Long> rates, List<LatencyRun> runs, Path directory) {
        try {
            Files.createDirectories(directory);
            for (LatencyRun run : runs) {
                LatencyTable.writeHistogram(run, directory.resolve(run.name() + ".hgrm"));
            }
            String svg = new PercentileChart(title, rates, runs).svg();
            Files.writeString(directory.resolve("latency.svg"), svg);
            Files.writeString(directory.resolve("latency.html"), ChartPage.html(title, svg, runs));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write: directory=" + directory, e);
        }
    }
}
