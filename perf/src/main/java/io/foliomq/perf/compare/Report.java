package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.latency.LatencyFiles;
import io.foliomq.perf.latency.LatencyRun;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.page.Machine;
import io.foliomq.perf.page.PerformancePage;
import io.foliomq.perf.page.PerformancePage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What a comparison found, as a page and as files beside it. */
final class Report {
    private static final String CHART = "latency.svg";

    private final List<Scene> scenes;
    private final Results results;
    private final Standing standing;
    private final Path directory;
    private final @Nullable Path page;
    private final Machine machine = Machine.ofThis();

    /** @param page a further place for the page, with the chart beside it; null: none */
    Report(List<Scene> scenes, Results results, Standing standing, Path directory, @Nullable Path page) {
        this.scenes = scenes;
        this.results = results;
        this.standing = standing;
        this.directory = directory;
        this.page = page;
    }

    /** Writes everything anew. */
    void write() {
        try {
            Files.createDirectories(directory);
            String text = part();
            PerformancePage.at(directory.resolve("performance.md")).write(Part.COMPARISON, text);
            writeLatencies();
            writeOtherTimes();
            if (page != null) {
                PerformancePage.at(page).write(Part.COMPARISON, text);
                copyChart(page.resolveSibling(CHART));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot write: directory=" + directory, e);
        }
    }

    private void copyChart(Path target) throws IOException {
        Path chart = directory.resolve(CHART);
        if (Files.exists(chart)) {
            Files.copy(chart, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The targets, and where the rest is. */
    void print() {
        System.out.println();
        Targets.all().forEach(target -> System.out.println(target.row(results)));
        System.out.printf("%nwritten: %s%n", directory.toAbsolutePath().normalize());
    }

    private String part() {
        StringBuilder page = new StringBuilder("## This run\n\n");
        page.append(machine.text()).append(" Medians of the rounds, with (least … most).\n\n## Targets\n\n");
        page.append("| | target | measured | |\n|---|---|---|---|\n");
        Targets.all().forEach(target -> page.append(target.row(results)).append('\n'));
        tried(page);
        durability(page);
        if (!runs(1).isEmpty()) {
            page.append("\n## Latency over percentile\n\n![Latency over percentile, a panel a rate](" + CHART + ")\n");
        }
        for (Scene scene : scenes) {
            new SceneTable(scene, results, standing).appendTo(page);
        }
        failures(page);
        return page.toString();
    }

    private void tried(StringBuilder page) {
        List<Target> missed = Targets.all().stream()
                .filter(target -> target.isMissed(results) && !target.tried().isEmpty())
                .toList();
        if (!missed.isEmpty()) {
            page.append("\n### What is missed, and what was tried\n\n");
            missed.forEach(target -> page.append("- **")
                    .append(target.name())
                    .append("**: ")
                    .append(target.tried())
                    .append('\n'));
        }
    }

    private void durability(StringBuilder page) {
        page.append("\n## Classes of durability\n\n| | sends that had returned | lost, most in one kill | class |\n")
                .append("|---|---|---|---|\n");
        for (Contender contender : Contender.values()) {
            KillCheck check = standing.check(contender);
            if (check != null) {
                page.append(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %,d | %s |%n",
                        contender,
                        check.sends(),
                        check.lost(),
                        check.survives() && contender != Contender.ARTEMIS_UNSYNCED ? "PROCESS" : "below PROCESS"));
            }
        }
    }

    private void failures(StringBuilder page) {
        if (!results.failures().isEmpty()) {
            page.append("\n## What failed\n\n");
            results.failures()
                    .forEach((cell, reason) -> page.append("- ")
                            .append(cell)
                            .append(": ")
                            .append(reason)
                            .append('\n'));
        }
    }

    private void writeLatencies() {
        for (int processes = 1; processes <= 2; processes++) {
            List<LatencyRun> runs = runs(processes);
            if (!runs.isEmpty()) {
                List<Long> rates =
                        runs.stream().map(LatencyRun::rate).distinct().sorted().toList();
                String title = "One-way latency, messages of 100 B" + (processes == 2 ? ", two processes" : "");
                LatencyFiles.write(title, rates, runs, processes == 1 ? directory : directory.resolve("two-processes"));
            }
        }
    }

    /** Of what has times without a rate. */
    private void writeOtherTimes() throws IOException {
        for (Scene scene : scenes) {
            for (Cell cell : scene.cells()) {
                Histogram times = cell.kind() == Kind.PACED ? null : times(scene, cell);
                if (times != null) {
                    String name = scene.id() + "-" + cell.label().replace(' ', '-');
                    LatencyFiles.writeHistogram(times, directory.resolve(name + ".hgrm"));
                }
            }
        }
    }

    /** All rounds as one; null if none took times. */
    private @Nullable Histogram times(Scene scene, Cell cell) {
        Histogram all = null;
        for (Figures figures : results.taken(scene.id(), cell.label())) {
            Histogram times = figures.histogram();
            if (all == null) {
                all = times == null ? null : times.copy();
            } else if (times != null) {
                all.add(times);
            }
        }
        return all;
    }

    private List<LatencyRun> runs(int processes) {
        List<LatencyRun> runs = new ArrayList<>();
        for (Scene scene : scenes) {
            for (Cell cell : scene.cells()) {
                LatencyRun run = cell.kind() == Kind.PACED && cell.processes() == processes ? run(scene, cell) : null;
                if (run != null) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    /** All rounds as one; null if there was none. */
    private @Nullable LatencyRun run(Scene scene, Cell cell) {
        Histogram all = times(scene, cell);
        Spread achieved = results.spread(scene.id(), cell.label(), Figure.PER_SECOND);
        if (all == null || achieved == null) {
            return null;
        }
        boolean sustained =
                results.taken(scene.id(), cell.label()).stream().allMatch(figures -> figures.get(Figure.SUSTAINED) > 0);
        return new LatencyRun(cell.label(), cell.rate(), all, achieved.median(), 0, sustained ? 0 : 1, 0);
    }
}
