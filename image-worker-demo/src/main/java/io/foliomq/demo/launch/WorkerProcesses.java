package io.foliomq.demo.launch;

import io.foliomq.demo.outage.Backoff;
import io.foliomq.demo.settings.Role;
import io.foliomq.demo.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a number of worker processes running until it is closed; one that dies is started again. */
final class WorkerProcesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcesses.class);
    private static final Duration GRACE = Duration.ofSeconds(12);

    private final Settings settings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Slot> slots = new ArrayList<>();

    WorkerProcesses(Settings settings) {
        this.settings = settings;
    }

    void start() {
        for (int i = 0; i < settings.workers(); i++) {
            Slot slot = new Slot();
            slots.add(slot);
            Thread keeper = new Thread(slot, "worker-keeper-" + i);
            keeper.setDaemon(true);
            keeper.start();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        slots.forEach(Slot::ask);
        Instant deadline = Instant.now().plus(GRACE);
        slots.forEach(slot -> slot.end(deadline));
    }

    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        String classPath = System.getProperty("java.class.path", "");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, "io.foliomq.demo.Demo"));
        }
        return command;
    }

    /** One worker after the other. */
    private final class Slot implements Runnable {
        private volatile @Nullable Process current;

        @Override
        public void run() {
            Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
            try {
                do {
                    Instant started = Instant.now();
                    int exit = runOnce();
                    if (closing.getCount() > 0) {
                        LOG.warn("worker ended and is started again: exit={}", exit);
                    }
                    if (Duration.between(started, Instant.now()).toSeconds() > 30) {
                        backoff.reset();
                    }
                } while (!closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS));
            } catch (IOException e) {
                LOG.error("worker cannot be started: command={}", command(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private int runOnce() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command())
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT);
            builder.environment().putAll(settings.toEnvironment(Role.WORKER));
            builder.environment().put(ParentWatch.VARIABLE, "1");
            Process process;
            synchronized (this) {
                if (closing.getCount() == 0) {
                    return 0;
                }
                process = builder.start();
                current = process;
            }
            return process.waitFor();
        }

        synchronized void ask() {
            Process process = current;
            if (process != null) {
                process.destroy();
            }
        }

        void end(Instant deadline) {
            Process process = current;
            try {
                long left =
                        Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
                if (process != null && !process.waitFor(left, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
