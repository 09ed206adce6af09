package io.foliomq.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each workload, short, as a process: what it prints is plausible. How fast it was is not tested. */
class WorkloadsIT {
    @TempDir
    Path directory;

    private record Outcome(int code, String output) {
        /** The line that begins so. */
        String line(String start) {
            return output.lines()
                    .filter(line -> line.strip().startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no line begins with: " + start + "\n" + output));
        }
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return java("io.foliomq.perf.Perf", List.of("-Xmx256m"), arguments);
    }

    private Outcome java(String main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.addAll(options);
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(main);
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** Those of {@code perf/run}. */
    private static List<String> flags() throws IOException {
        try (InputStream in = Objects.requireNonNull(Perf.class.getResourceAsStream("/jvm.args"))) {
            return List.of(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).trim().split("\\s+"));
        }
    }

    private List<Path> leftOvers() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("foliomq-perf-"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, spin", "2, balanced"})
    void shouldMeasureLatency(String processes, String wait) throws Exception {
        Path out = directory.resolve("out");
        Outcome outcome = run(
                "latency",
                "--rates",
                "500,2k",
                "--seconds",
                "1",
                "--warmup",
                "1",
                "--processes",
                processes,
                "--wait",
                wait,
                "--out",
                out.toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        for (String contender : List.of("engine", "jms", "chronicle")) {
            String[] row = outcome.line("500  " + contender).strip().split("\\s+");
            double median = Double.parseDouble(row[2]);
            double highest = Double.parseDouble(row[7]);
            assertThat(median).isPositive().isLessThanOrEqualTo(highest);
            assertThat(Files.readString(out.resolve(contender + "-2000.hgrm")))
                    .contains("Total count    =         2000");
        }
        assertThat(Files.readString(out.resolve("latency.svg")))
                .contains("2k messages/s")
                .contains("<polyline");
        assertThat(Files.readString(out.resolve("latency.html"))).contains("<td>500</td>");
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void shouldSayThatARateWasNotSustained() throws Exception {
        Outcome outcome = run(
                "latency",
                "--rates",
                "500M",
                "--seconds",
                "1",
                "--warmup",
                "1",
                "--contenders",
                "chronicle",
                "--size",
                "8",
                "--out",
                directory.resolve("out").toString());
        assertThat(outcome.output()).contains("NOT SUSTAINED");
    }

    @Test
    void shouldLeaveOutWhatAContenderDoesNotOffer() throws Exception {
        Outcome outcome = run(
                "latency",
                "--rates",
                "100",
                "--seconds",
                "1",
                "--warmup",
                "1",
                "--durability",
                "group",
                "--contenders",
                "engine,chronicle",
                "--out",
                directory.resolve("out").toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.line("chronicle")).contains("does not offer durability GROUP");
        assertThat(outcome.line("100  engine")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void shouldMeasureThroughput(String processes) throws Exception {
        Outcome outcome = run(
                "throughput",
                "--rounds",
                "1",
                "--messages",
                "5k",
                "--warmup",
                "5k",
                "--contenders",
                "engine,jms,chronicle",
                "--processes",
                processes);
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.line("engine ÷ chronicle")).contains("median");
        assertThat(outcome.line("jms ÷ chronicle")).contains("median");
        assertThat(Double.parseDouble(outcome.line("disk bytes a message").split(":")[1]))
                .isPositive();
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void shouldMeasureCost() throws Exception {
        Outcome outcome = run("cost", "--rounds", "1", "--messages", "20k");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        for (String contender : List.of("engine", "jms", "chronicle")) {
            assertThat(outcome.line(contender)).containsPattern("both [1-9]");
        }
    }

    /** Every kind of scene, every contender, and that none has failed; long queues and forced writes are left to longer runs. */
    @Test
    void shouldCompareWithPeers() throws Exception {
        Path out = directory.resolve("out");
        Outcome outcome = run(
                "compare",
                "--minutes",
                "3",
                "--rounds",
                "1",
                "--warmup",
                "0.5",
                "--seconds",
                "0.2",
                "--settle",
                "0.1",
                "--kills",
                "0",
                "--scenes",
                "1-1|4-4-tx100|topic-4|latency-1k|request-reply|send|publish-1|idle|power-8",
                "--out",
                out.toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        String page = Files.readString(out.resolve("performance.md"));
        assertThat(page).doesNotContain("What failed").contains("| jms spin | PROCESS |");
        for (String contender : List.of("engine spin", "chronicle", "artemis", "artemis-unsynced", "classic", "ring")) {
            assertThat(page).contains("| " + contender + " |");
            assertThat(Files.readString(out.resolve(contender.replace(' ', '-') + "-1000.hgrm")))
                    .contains("Total count");
        }
        assertThat(page).contains("request/reply spin").doesNotContain("| jms spin | PROCESS |  |");
        assertThat(Files.readString(out.resolve("latency.svg"))).contains("classic");
        assertThat(leftOvers()).isEmpty();
    }

    /** The kill that tells the classes of durability apart. */
    @Test
    void shouldKeepWhatWasSentWhenTheSenderIsKilled() throws Exception {
        Outcome outcome = run(
                "compare",
                "--rounds",
                "1",
                "--warmup",
                "0.1",
                "--seconds",
                "0.1",
                "--settle",
                "0.1",
                "--kills",
                "1",
                "--contenders",
                "engine,jms",
                "--scenes",
                "send",
                "--out",
                directory.resolve("out").toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.line("killed     engine")).endsWith("lost 0");
        assertThat(outcome.line("killed     jms")).endsWith("lost 0");
    }

    /** Each curve at one point, which says at its end that nothing was lost or doubled. */
    @Test
    void shouldMeasureScale() throws Exception {
        Path out = directory.resolve("out");
        Path page = directory.resolve("page.md");
        Outcome outcome = run(
                "scale",
                "--rounds",
                "1",
                "--counts",
                "3",
                "--seconds",
                "0.2",
                "--warmup",
                "0.1",
                "--rate",
                "500",
                "--page",
                page.toString(),
                "--out",
                out.toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        String text = Files.readString(page);
        for (String curve : List.of(
                "Competing consumers", "Producers", "Processes", "Destinations", "Destinations in one session")) {
            assertThat(text).containsPattern("### " + curve + "\n\n[^#]*\n\\| 3 \\| \\*\\*[1-9]");
        }
        assertThat(page.resolveSibling("scale.svg")).hasSameTextualContentAs(out.resolve("scale.svg"));
        assertThat(Files.readString(out.resolve("scale.svg"))).contains("<polyline");
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void shouldMeasureOpening() throws Exception {
        Outcome outcome = run("open", "--messages", "2k", "--rounds", "3", "--fresh", "1");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.line("same JVM   backlog")).contains(" ms (");
        assertThat(outcome.line("fresh JVM  difference")).contains(" ms (");
    }

    @Test
    void shouldMeasureAPinnedSegment() throws Exception {
        Outcome outcome = run("pinned", "--bytes", "4M");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.line("pinned")).contains("4,000 messages of 1000 B");
        assertThat(outcome.line("held at the end")).containsPattern("log segments: [1-9]");
        Outcome many = run("pinned", "--bytes", "4M", "--stuck-of", "100");
        assertThat(many.code()).as(many.output()).isZero();
        assertThat(many.line("pinned")).contains("past 41 that are unacknowledged");
    }

    @Test
    void shouldMeasureAnIdleConsumer() throws Exception {
        Outcome outcome = run("idle", "--seconds", "1", "--messages", "20");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        for (String wait : List.of("SPIN", "BALANCED", "ECONOMY")) {
            String[] row = outcome.line(wait).strip().split("\\s+");
            assertThat(Double.parseDouble(row[2])).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latency --rates 0 | accepted=1 or more, such as 500, 10k, 2M, 1G",
                "latency --contenders rabbit | engine, jms, chronicle",
                "latency --processes 3 | accepted=1..2",
                "latency --size 4 | accepted=8..1048576",
                "latency --wait often | SPIN, BALANCED, ECONOMY",
                "throughput --rounds 0 | accepted=1..100",
                "cost --against nowhere | accepted=a clone in which perf/run --help was called",
                "open --fresh 0 | accepted=1..1000, 1..100",
                "idle --seconds 0 | accepted=1..3600, 1..1000000",
                "pinned --size 4 | accepted=8..1048576",
                "scale --counts 0 | accepted=1..1000",
                "scale --curves moon | CONSUMERS, PRODUCERS, PROCESSES, DESTINATIONS, LISTENERS",
                "parts --forks 11 | accepted=0..10, 1..100, 10..60000",
                "pinned --stuck-of -1 | accepted=0 or more",
                "compare --minutes 0 | accepted=1..1440",
                "compare --seconds 0 | accepted=0.1..600",
                "compare --scenes opera | accepted=what matches one of --list",
                "flight | Unmatched argument",
                "flight | latency",
            })
    void shouldSayWhatIsAccepted(String line, String accepted) throws Exception {
        Outcome outcome = run(line.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.output()).contains(accepted).doesNotContain("\tat ");
    }

    /** Each benchmark once, and the table of them. */
    @Test
    void shouldRunEachBenchmark() throws Exception {
        Path page = directory.resolve("page.md");
        Outcome outcome = run(
                "parts",
                "--forks",
                "0",
                "--iterations",
                "1",
                "--millis",
                "10",
                "--page",
                page.toString(),
                "--out",
                directory.resolve("out").toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        String table = Files.readString(page);
        for (String benchmark : List.of(
                "Queue.append | size=100",
                "Queue.poll | size=1000",
                "Queue.pollAndAcknowledge | size=100",
                "Lease.leaseAndSettle | ",
                "Parts.encode | ",
                "Parts.select | ",
                "Parts.getProperty | ",
                "Jms.send | ",
                "Jms.receive | ")) {
            assertThat(table).containsPattern("\\| \\Q" + benchmark + "\\E \\| \\*\\*[0-9].* \\| [0-9].* \\|");
        }
        assertThat(leftOvers()).isEmpty();
    }

    /** Every concurrency test once, for the shortest time: that none fails at once, and that none was left out. */
    @Test
    void shouldPassTheStressTestsForAMoment() throws Exception {
        Outcome outcome = java(
                "org.openjdk.jcstress.Main",
                List.of(),
                "-m",
                "sanity",
                "-sc",
                "false",
                "-af",
                "NONE",
                "-jvmArgs",
                String.join(" ", flags()),
                "-v");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("0 failed, 0 soft errs, 0 hard errs)");
        for (String test : List.of(
                "LeaseStress",
                "ReleaseRingStress",
                "SettleIntentStress",
                "SleeperSetStress.OneWaker",
                "SleeperSetStress.AddWhileDrained",
                "MappedMutexStress",
                "ReferencesStress")) {
            assertThat(outcome.output()).contains("." + test);
        }
    }
}
