package io.foliomq.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A password, which never stands on the command line, where everybody on the machine could read it. */
final class PasswordArgument {
    private static final String VARIABLE = "FOLIO_PASSWORD";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password; - is standard input. Default: environment variable "
                    + VARIABLE + ", else you are asked.")
    private @Nullable Path file;

    /** The password; asked for twice if it is a new one. */
    String read(boolean isNew) throws IOException {
        String given = given();
        if (given != null) {
            return given;
        }
        Console console = System.console();
        if (console == null) {
            throw new Failure(
                    ExitCodes.USAGE, "no password: accepted=--password-file FILE, or environment variable " + VARIABLE);
        }
        String first = new String(console.readPassword("Password: "));
        if (isNew && !first.equals(new String(console.readPassword("Again: ")))) {
            throw new Failure(ExitCodes.USAGE, "passwords differ: accepted=the same one twice");
        }
        return first;
    }

    private @Nullable String given() throws IOException {
        if (file == null) {
            return System.getenv(VARIABLE);
        }
        if (file.toString().equals("-")) {
            return firstLine(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return firstLine(reader);
        }
    }

    private String firstLine(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null || line.isEmpty()) {
            throw new Failure(ExitCodes.USAGE, "no password: file=" + file + ", accepted=a line that is not empty");
        }
        return line;
    }
}
