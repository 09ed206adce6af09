package io.foliomq.perf.jmh;

import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All microbenchmarks, with what they allocate. */
@Command(
        name = "parts",
        mixinStandardHelpOptions = true,
        description = {
            "Time and heap of each part of a message's way, by JMH: append, poll, lease, acknowledge, checksum, codec, "
                    + "properties, selector, and JMS send and receive.",
            "Writes its part of performance.md. For JMH's own options: perf/run jmh."
        })
public final class PartsCommand implements Runnable {
    @Option(
            names = "--only",
            defaultValue = ".*",
            description = "benchmarks whose name contains this regular expression (default: all)")
    String only = ".*";

    @Option(
            names = "--forks",
            defaultValue = "1",
            description = "JVMs of each benchmark, 0..10; 0: this one (default: 1)")
    int forks;

    @Option(names = "--iterations", defaultValue = "5", description = "that count, after as many, 1..100 (default: 5)")
    int iterations;

    @Option(names = "--millis", defaultValue = "1000", description = "of an iteration, 10..60000 (default: 1000)")
    int millis;

    @Option(
            names = "--out",
            defaultValue = "${sys:foliomq.perf.out:-target}/parts",
            description = "directory for what is written (default: ${DEFAULT-VALUE})")
    Path out = Path.of(".");

    @Option(names = "--page", description = "a further file for its part of the page, such as docs/performance.md")
    @Nullable
    Path page;

    @Override
    public void run() {
        if (forks < 0 || forks > 10 || iterations < 1 || iterations > 100 || millis < 10 || millis > 60_000) {
            throw new IllegalArgumentException("--forks, --iterations, --millis: value=" + forks + ", " + iterations
                    + ", " + millis + ", accepted=0..10, 1..100, 10..60000");
        }
        TimeValue time = new TimeValue(millis, TimeUnit.MILLISECONDS);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(only)
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            new PartsReport(results).write(out, page);
        } catch (RunnerException e) {
            throw new IllegalStateException("benchmarks failed: only=" + only, e);
        }
        System.out.printf("%nwritten: %s%n", out.toAbsolutePath().normalize());
    }
}
