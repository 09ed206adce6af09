package io.foliomq.perf.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with this one's flags, which talks in lines and ends with this object. Its standard error is ours. */
public final class ChildProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts the {@code main} of a class. */
    public static ChildProcess start(Class<?> main, String... arguments) {
        return start(Build.ofThis(), main, arguments);
    }

    /** Starts the {@code main} of a class of another build. */
    public static ChildProcess start(Build build, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(build.options());
        command.addAll(List.of("-cp", build.classpath(), main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start JVM: command=" + command, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a line and awaits the answer that begins with the same word. */
    public String ask(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new IllegalStateException("child is gone: pid=" + pid() + ", line=" + line, e);
        }
        return await(line.split(" ", 2)[0]);
    }

    /** Awaits the next line that is the word or begins with it and a blank, passing others on to standard error; returns what follows the blank. */
    public String await(String word) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(word)) {
                    return "";
                }
                if (line.startsWith(word + " ")) {
                    return line.substring(word.length() + 1);
                }
                System.err.println(line);
            }
        } catch (IOException e) {
            throw new IllegalStateException("child is gone: pid=" + pid() + ", awaited=" + word, e);
        }
        throw new IllegalStateException("child ended: pid=" + pid() + ", awaited=" + word);
    }

    /** Ends it at once, as a crash would. Whoever awaits its answer fails. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            closeInput();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void closeInput() {
        try {
            input.close();
        } catch (IOException e) {
            // It reads no more, and then it has ended.
        }
    }
}
