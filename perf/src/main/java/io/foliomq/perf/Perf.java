package io.foliomq.perf;

import io.foliomq.perf.compare.CompareCommand;
import io.foliomq.perf.jmh.PartsCommand;
import io.foliomq.perf.latency.LatencyCommand;
import io.foliomq.perf.scale.ScaleCommand;
import io.foliomq.perf.throughput.CostCommand;
import io.foliomq.perf.throughput.ThroughputCommand;
import io.foliomq.perf.workload.IdleCommand;
import io.foliomq.perf.workload.OpenCommand;
import io.foliomq.perf.workload.PinnedCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The workloads. */
@Command(
        name = "perf/run",
        description = "Measures FolioMQ. Also: perf/run jmh (microbenchmarks), perf/run stress (concurrency).",
        mixinStandardHelpOptions = true,
        subcommands = {
            LatencyCommand.class,
            ThroughputCommand.class,
            CostCommand.class,
            OpenCommand.class,
            PinnedCommand.class,
            IdleCommand.class,
            ScaleCommand.class,
            PartsCommand.class,
            CompareCommand.class
        })
public final class Perf {
    private Perf() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a workload; returns its exit code: 0 done, 1 failed, 2 wrong arguments. */
    static int run(String... arguments) {
        return new CommandLine(new Perf())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Perf::reject)
                .setExecutionExceptionHandler(Perf::fail)
                .execute(arguments);
    }

    /** Says what was wrong and then all that is accepted. */
    private static int reject(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.usage(command.getErr());
        command.getErr().println();
        command.getErr().println(failure.getMessage());
        return ExitCode.USAGE;
    }

    private static int fail(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        failure.printStackTrace(command.getErr());
        return ExitCode.SOFTWARE;
    }
}
