package io.foliomq.demo.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The demo as its users run it: the executable jar in a process of its own, with a heap of 256 MB. */
public final class DemoProcess implements AutoCloseable {
    private static final Pattern OPEN = Pattern.compile("^Open (http://\\S+)$", Pattern.MULTILINE);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;
    private final List<ProcessHandle> family = new ArrayList<>();

    private DemoProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it without waiting for anything. */
    public static DemoProcess start(Path data, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("demo.jar"),
                "--data=" + data));
        command.addAll(List.of(settings));
        try {
            Path output = Files.createTempFile("demo", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new DemoProcess(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until its page can be opened. */
    public static DemoProcess open(Path data, String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = "--port=0";
        System.arraycopy(settings, 0, all, 1, settings.length);
        DemoProcess demo = start(data, all);
        try {
            Awaitility.await()
                    .atMost(START)
                    .until(() -> !demo.process.isAlive()
                            || OPEN.matcher(demo.output()).find());
            assertThat(demo.process.isAlive()).as(demo.output()).isTrue();
            return demo;
        } catch (Throwable e) {
            demo.close();
            throw e;
        }
    }

    /** Starts a worker and waits until it serves. */
    public static DemoProcess worker(Path data, String role, String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = "--role=" + role;
        System.arraycopy(settings, 0, all, 1, settings.length);
        DemoProcess demo = start(data, all);
        try {
            Awaitility.await()
                    .atMost(START)
                    .until(() -> !demo.process.isAlive() || demo.output().contains("worker runs"));
            assertThat(demo.process.isAlive()).as(demo.output()).isTrue();
            return demo;
        } catch (Throwable e) {
            demo.close();
            throw e;
        }
    }

    public DemoClient client() {
        Matcher matcher = OPEN.matcher(output());
        assertThat(matcher.find()).as(output()).isTrue();
        return new DemoClient(URI.create(matcher.group(1)), this::output);
    }

    public long pid() {
        return process.pid();
    }

    /** The worker processes that it has started. */
    public List<ProcessHandle> children() {
        List<ProcessHandle> children = process.toHandle().children().toList();
        family.addAll(children);
        return children;
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and answers its exit code. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS))
                    .as(output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, and waits for the end of it and of its children. */
    public void stop() {
        children();
        process.destroy();
        Awaitility.await()
                .atMost(END)
                .until(() -> !process.isAlive() && family.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** SIGKILL, to this process alone. */
    public void kill() {
        children();
        process.destroyForcibly();
        Awaitility.await().atMost(END).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        children();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        if (Boolean.getBoolean("demo.show")) {
            System.err.println(output());
        }
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
