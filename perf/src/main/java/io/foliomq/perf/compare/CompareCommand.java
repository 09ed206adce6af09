package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.StoresPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** FolioMQ and its peers, and the yardsticks, in one run. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "FolioMQ beside ActiveMQ Artemis, ActiveMQ Classic, Chronicle Queue alone, a ring buffer and forced writes.",
            "Each contender has a warm JVM of its own; they play every scene in turn, round after round, until the time is up.",
            "Writes performance.md, and histograms and charts of all latencies."
        })
public final class CompareCommand implements Runnable {
    @Option(names = "--minutes", defaultValue = "60", description = "the whole run takes, 1..1440 (default: 60)")
    int minutes;

    @Option(names = "--rounds", defaultValue = "9", description = "at most, 1..100 (default: 9)")
    int rounds;

    @Option(names = "--warmup", defaultValue = "15", description = "seconds for a new JVM, 0.1..600 (default: 15)")
    double warmup;

    @Option(names = "--seconds", defaultValue = "3", description = "that count in a cell, 0.1..600 (default: 3)")
    double seconds;

    @Option(
            names = "--settle",
            defaultValue = "1.5",
            description = "seconds at the start of a cell that do not count, 0.1..600 (default: 1.5)")
    double settle;

    @Option(names = "--kills", defaultValue = "2", description = "of each contender's process, 0..100 (default: 2)")
    int kills;

    @Option(
            names = "--deepest",
            defaultValue = "10M",
            converter = Counts.class,
            description = "messages of the longest queue: 1M or 10M, which takes 4 GB of disk (default: 10M)")
    long deepest;

    @Option(
            names = "--scenes",
            defaultValue = ".*",
            description = "only those whose name matches this regular expression (default: all; --list names them)")
    Pattern only = Pattern.compile(".*");

    @Option(names = "--contenders", split = ",", description = "only some of ${COMPLETION-CANDIDATES} (default: all)")
    List<Contender> contenders = List.of(Contender.values());

    @Option(names = "--list", description = "names the scenes and measures nothing")
    boolean list;

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Option(
            names = "--out",
            defaultValue = "${sys:foliomq.perf.out:-target}/compare",
            description = "directory for what is written (default: ${DEFAULT-VALUE})")
    Path out = Path.of(".");

    @Option(
            names = "--page",
            description = "a further file for the page, such as docs/performance.md; its chart goes beside it")
    @Nullable
    Path page;

    @Override
    public void run() {
        verify();
        List<Scene> scenes = scenes();
        if (list) {
            scenes.forEach(scene -> System.out.printf("%-28s %s%n", scene.id(), scene.title()));
            return;
        }
        Results results = new Results();
        Standing standing = new Standing();
        Report report = new Report(scenes, results, standing, out, page);
        try (Company company = new Company(contenders, stores.directory(), warmup)) {
            Comparison comparison = new Comparison(scenes, company, results, new Duration(settle, seconds), minutes);
            if (kills > 0) {
                comparison.kill(contenders, standing, stores.directory(), kills);
            }
            comparison.run(rounds, report::write);
        }
        report.write();
        report.print();
    }

    private void verify() {
        if (minutes < 1 || minutes > 1440 || rounds < 1 || rounds > 100 || kills < 0 || kills > 100) {
            throw new IllegalArgumentException("--minutes, --rounds, --kills: value=" + minutes + ", " + rounds + ", "
                    + kills + ", accepted=1..1440, 1..100, 0..100");
        }
        for (double value : new double[] {warmup, seconds, settle}) {
            if (!(value >= 0.1 && value <= 600)) {
                throw new IllegalArgumentException(
                        "--warmup, --seconds, --settle: value=" + value + ", accepted=0.1..600");
            }
        }
    }

    /** Those that are wanted, with the contenders that are wanted. */
    private List<Scene> scenes() {
        List<Scene> wanted = Programme.scenes(deepest).stream()
                .filter(scene -> only.matcher(scene.id()).matches())
                .map(scene -> new Scene(
                        scene.id(),
                        scene.title(),
                        scene.main(),
                        scene.cells().stream()
                                .filter(cell -> contenders.contains(cell.contender()))
                                .toList()))
                .filter(scene -> !scene.cells().isEmpty())
                .toList();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("--scenes: value=" + only + ", accepted=what matches one of --list");
        }
        return wanted;
    }
}
