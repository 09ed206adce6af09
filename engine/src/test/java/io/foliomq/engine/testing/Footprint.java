package io.foliomq.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What a process takes of the machine. */
public record Footprint(long descriptors, long mappings, long threads, long heapKilobytes) {
    /** Mappings go with the objects that made them, some time after these were collected. */
    private static final int STABLE_LOOKS = 8;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** Of this process, without garbage. */
    public static Footprint ofThisProcess() {
        long least = Long.MAX_VALUE;
        for (int looks = 0; looks < STABLE_LOOKS; looks++) {
            System.gc();
            LockSupport.parkNanos(LOOK_NANOS);
            long mappings = lines("/proc/self/maps");
            if (mappings < least) {
                least = mappings;
                looks = 0;
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(
                entries("/proc/self/fd"),
                lines("/proc/self/maps"),
                Thread.getAllStackTraces().size(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 10);
    }

    /** As {@link #toString} wrote it, by blanks. */
    public static Footprint parse(String text) {
        String[] words = text.split(" ");
        return new Footprint(
                Long.parseLong(words[1]), Long.parseLong(words[3]), Long.parseLong(words[5]), Long.parseLong(words[7]));
    }

    /** How much more there is than before. */
    public Figures figuresSince(Footprint before, String what) {
        return new Figures(what)
                .add("more descriptors", descriptors - before.descriptors)
                .add("more mappings", mappings - before.mappings)
                .add("more threads", threads - before.threads)
                .add("more heap, kB", heapKilobytes - before.heapKilobytes);
    }

    private static long entries(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(String file) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "descriptors " + descriptors + " mappings " + mappings + " threads " + threads + " heapKB "
                + heapKilobytes;
    }
}
