package io.foliomq.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own that runs a main class of the test class path, and dies with this object at the latest. Test and child talk in lines; a line that the child
 * prints is kept until somebody awaits it, in any order. What the child prints to its standard error stands in the message of every failure here.
 *
 * <p>A child whose standard input ends has lost its test and must exit: a main class that reads with {@link ChildLines} does.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int KEPT_COMPLAINTS = 200;

    private final String name;
    private final Process process;
    private final Writer input;
    private final List<String> lines = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private volatile Duration patience = PATIENCE;
    /** Whether the child's standard output has ended. Guarded by {@code lines}. */
    private boolean silent;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        read(process.getInputStream(), this::keep, this::fallSilent);
        read(process.getErrorStream(), this::complain, () -> {});
    }

    /** Starts a child with the flags that a store needs and a small heap. */
    public static ChildJvm start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /** Starts a child that takes no permission from the files that it makes. */
    public static ChildJvm startWithoutMask(Class<?> main, String... arguments) {
        return start(List.of("sh", "-c", "umask 000 && exec \"$@\"", "sh"), List.of(), main, arguments);
    }

    /** Starts a child that may have no more than so many files and sockets open. */
    public static ChildJvm startWithDescriptors(int most, Class<?> main, String... arguments) {
        return start(List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"), List.of(), main, arguments);
    }

    /** Starts a child with further JVM options, which come last and so have the last word. */
    public static ChildJvm start(List<String> options, Class<?> main, String... arguments) {
        return start(List.of(), options, main, arguments);
    }

    private static ChildJvm start(List<String> shell, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                System.getProperty("foliomq.jvm.flags", defaultFlags()).trim().split("\\s+")));
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(main.getSimpleName(), new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start child: command=" + command, e);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** For runs outside Maven. */
    private static String defaultFlags() {
        return "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    }

    /** How long it may take from now on until it says what is awaited. */
    public ChildJvm patience(Duration longest) {
        patience = longest;
        return this;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Sends one line to the child's standard input. */
    public void send(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw failure("cannot send to child: line=" + line, e);
        }
    }

    /** Sends a line and awaits the answer: the rest of the first line that begins with {@code "<first word of the line> "}. */
    public String ask(String line) {
        send(line);
        return await(line.split(" ", 2)[0]);
    }

    /** Awaits a line that is the given word alone or begins with it and a blank; returns what comes after the blank. */
    public String await(String word) {
        String line = awaitLine(each -> each.equals(word) || each.startsWith(word + " "), word);
        return line.length() == word.length() ? "" : line.substring(word.length() + 1);
    }

    /** Takes the first line, among those printed so far and to come, that fits. */
    public String awaitLine(Predicate<String> fits, String what) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lines) {
            while (true) {
                for (int i = 0; i < lines.size(); i++) {
                    if (fits.test(lines.get(i))) {
                        return lines.remove(i);
                    }
                }
                waitForLine(deadline, what);
            }
        }
    }

    private void waitForLine(long deadline, String what) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMs <= 0 || silent) {
            throw failure("child did not say what was awaited: awaited=" + what + ", said=" + lines, null);
        }
        try {
            lines.wait(Math.min(leftMs, 100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting for child: awaited=" + what, e);
        }
    }

    /** Lines printed and not yet taken, after the last was read. The child has ended. */
    public List<String> everything() {
        synchronized (lines) {
            while (!silent) {
                waitForLine(System.nanoTime() + PATIENCE.toNanos(), "the end of the output");
            }
            return List.copyOf(lines);
        }
    }

    /** Lines printed and not yet taken. */
    public List<String> pending() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** SIGKILL, without waiting for the end. What it has said before is heard all the same. */
    public void kill() {
        // Process.destroyForcibly would close the output, with what nobody has read of it.
        boolean unused = process.toHandle().destroyForcibly();
    }

    /** SIGSTOP: the child is alive and does nothing, until {@link #resume()}. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw failure("cannot signal child: signal=" + signal, null);
            }
        } catch (IOException e) {
            throw failure("cannot signal child: signal=" + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while signalling child: signal=" + signal, e);
        }
    }

    /** Waits for the child to end; returns its exit code, 128 + signal if it was killed. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("child does not end", null);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting for child to end", e);
        }
    }

    /** Kills the child if it still runs, stopped or not, and waits for its end. */
    @Override
    public void close() {
        kill();
        awaitExit();
        try {
            input.close();
        } catch (IOException ignored) {
            // The other end of the pipe is dead by now.
        }
    }

    private void keep(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    private void fallSilent() {
        synchronized (lines) {
            silent = true;
            lines.notifyAll();
        }
    }

    private void complain(String line) {
        synchronized (complaints) {
            if (complaints.size() < KEPT_COMPLAINTS) {
                complaints.add(line);
            }
        }
    }

    private void read(InputStream stream, Consumer<String> sink, Runnable atEnd) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader text =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        text.lines().forEach(sink);
                    } catch (IOException | UncheckedIOException ignored) {
                        // The child is gone, and what it said is kept.
                    }
                    atEnd.run();
                },
                "child-" + name + "-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private IllegalStateException failure(String what, @Nullable Throwable cause) {
        synchronized (complaints) {
            return new IllegalStateException(
                    what + ", child=" + name + ", pid=" + pid() + ", running=" + process.isAlive() + ", stderr="
                            + complaints,
                    cause);
        }
    }
}
