package io.foliomq.perf.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory for the files of one run, which goes with it. */
public final class Workspace implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path directory;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    public static Workspace in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent, "foliomq-perf-"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot make directory: parent=" + parent, e);
        }
    }

    public Path path() {
        return directory;
    }

    /** Disk blocks under it, in bytes. */
    public long diskBytes() {
        return diskBytes(directory);
    }

    /** Disk blocks under a path, in bytes; files may come and go meanwhile. */
    public static long diskBytes(Path path) {
        try {
            Process du = new ProcessBuilder("du", "-s", "--block-size=1", path.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream output = du.getInputStream()) {
                return Long.parseLong(new String(output.readAllBytes(), StandardCharsets.UTF_8).split("\\s")[0]);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run du: path=" + path, e);
        }
    }

    /** Waits until the system has written what it still holds back, of any process. */
    public static void sync() {
        try {
            new ProcessBuilder("sync").start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run sync", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while syncing", e);
        }
    }

    /** Files under it whose name ends so. */
    public List<Path> files(String suffix) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.getFileName().toString().endsWith(suffix))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list: directory=" + directory, e);
        }
    }

    /** Files may still come and go, of a process that is about to end: what stays after some attempts is named and left. */
    @Override
    public void close() {
        for (int attempt = 1; !isDeleted(attempt == ATTEMPTS) && attempt < ATTEMPTS; attempt++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isDeleted(boolean last) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            if (last) {
                System.err.println("cannot delete: directory=" + directory + ", cause=" + e);
            }
            return false;
        }
    }
}
