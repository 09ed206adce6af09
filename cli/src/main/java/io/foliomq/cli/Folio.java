package io.foliomq.cli;

import io.foliomq.engine.EngineException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line tool. */
@Command(
        name = "folio",
        description = "Looks at a FolioMQ store and works on it, while others use it.",
        mixinStandardHelpOptions = true,
        versionProvider = Folio.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the store or the system refused",
            "2:wrong arguments",
            "3:nothing there: no message, destination or user",
            "4:the store is damaged"
        },
        subcommands = {
            StatusCommand.class,
            DestinationsCommand.class,
            BrowseCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            MoveCommand.class,
            PurgeCommand.class,
            RedriveCommand.class,
            WhyCommand.class,
            UserCommand.class,
            VerifyCommand.class,
            SalvageCommand.class
        })
public final class Folio {
    Folio() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int exitCode = new CommandLine(new Folio())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Folio::reject)
                .setExecutionExceptionHandler(Folio::fail)
                .execute(arguments);
        out.flush();
        return exitCode;
    }

    private static int reject(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(failure.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USAGE;
    }

    private static int fail(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof Failure known) {
            command.getErr().println(known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof InvalidSelectorException) {
            command.getErr().println(failure.getMessage());
            return ExitCodes.USAGE;
        }
        boolean expected = failure instanceof EngineException
                || failure instanceof JMSException
                || failure instanceof JMSRuntimeException
                || failure instanceof IOException;
        if (expected) {
            command.getErr().println(failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCodes.FAILED;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String packaged = Folio.class.getPackage().getImplementationVersion();
            return new String[] {"folio " + (packaged == null ? "0.1" : packaged)};
        }
    }
}
