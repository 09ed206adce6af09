package io.foliomq.perf.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds now.
 *
 * @param residentBytes all pages in memory, those of mapped files included
 * @param mappedBytes address space of the store's files
 */
record Usage(long residentBytes, long heapBytes, long mappedBytes, long mappings, long descriptors, long threads) {
    private static final Path SELF = Path.of("/proc/self");
    private static final int HEXADECIMAL = 16;

    /** @param store whose mappings count */
    static Usage ofThisProcess(Path store) {
        long mapped = 0;
        long mappings = 0;
        String prefix = store.toString() + "/";
        for (String line : lines(SELF.resolve("maps"))) {
            if (line.contains(prefix)) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                mapped += Long.parseLong(range[1], HEXADECIMAL) - Long.parseLong(range[0], HEXADECIMAL);
                mappings++;
            }
        }
        return new Usage(
                kilobytes("VmRSS") << 10,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                mapped,
                mappings,
                count(SELF.resolve("fd")),
                count(SELF.resolve("task")));
    }

    /** Of all threads that live, from their beginning: a thread gave the processor up, or lost it. */
    static long contextSwitches() {
        try (Stream<Path> tasks = Files.list(SELF.resolve("task"))) {
            return tasks.mapToLong(Usage::switchesOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long switchesOf(Path task) {
        try {
            return Files.readAllLines(task.resolve("status")).stream()
                    .filter(line -> line.contains("ctxt_switches"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .sum();
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static long kilobytes(String name) {
        return lines(SELF.resolve("status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The larger of each: of what is the same in all processes. */
    Usage max(Usage other) {
        return new Usage(
                Math.max(residentBytes, other.residentBytes),
                Math.max(heapBytes, other.heapBytes),
                Math.max(mappedBytes, other.mappedBytes),
                Math.max(mappings, other.mappings),
                Math.max(descriptors, other.descriptors),
                Math.max(threads, other.threads));
    }

    String toLine() {
        return residentBytes + " " + heapBytes + " " + mappedBytes + " " + mappings + " " + descriptors + " " + threads;
    }

    static Usage ofLine(String line) {
        String[] words = line.split(" ");
        return new Usage(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }
}
