package io.foliomq.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a directory takes on disk, by kind of file: blocks, not lengths, because files are sparse. */
public final class DiskUse {
    private static final Pattern DELETED_MAPPING =
            Pattern.compile("^\\p{XDigit}+-\\p{XDigit}+ \\S+ \\S+ \\S+ (\\d+) +(\\S+) \\(deleted\\)$");

    private final long bytes;
    private final Map<String, Kind> kinds;

    private record Kind(long files, long bytes) {
        Kind plus(Kind other) {
            return new Kind(files + other.files, bytes + other.bytes);
        }
    }

    private DiskUse(long bytes, Map<String, Kind> kinds) {
        this.bytes = bytes;
        this.kinds = kinds;
    }

    /** Of all files in a directory, some of which may come and go meanwhile. */
    public static DiskUse of(Path directory) {
        Map<String, Kind> kinds = new TreeMap<>();
        long bytes = 0;
        for (String line : duLines(directory)) {
            String[] words = line.split("\t", 2);
            Path path = Path.of(words[1]);
            if (path.equals(directory)) {
                bytes = Long.parseLong(words[0]);
            } else if (!Files.isDirectory(path)) {
                kinds.merge(kind(path), new Kind(1, Long.parseLong(words[0])), Kind::plus);
            }
        }
        return new DiskUse(bytes, kinds);
    }

    private static Iterable<String> duLines(Path directory) {
        try {
            Process du = new ProcessBuilder("du", "-a", "-B1", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return (dot <= 0 ? name : name.substring(dot)).replaceAll("spare-\\d+", "spare");
    }

    /** How many files in a directory a process still has mapped although they are deleted: their blocks are free only when it lets go. */
    public static long deletedButMapped(Path directory, long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
            return lines.map(DELETED_MAPPING::matcher)
                    .filter(Matcher::matches)
                    .filter(mapping -> Path.of(mapping.group(2)).startsWith(directory))
                    .map(mapping -> mapping.group(1))
                    .distinct()
                    .count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long bytes() {
        return bytes;
    }

    public static DiskUse larger(DiskUse one, DiskUse other) {
        return other.bytes > one.bytes ? other : one;
    }

    @Override
    public String toString() {
        return bytes + " bytes: "
                + kinds.entrySet().stream()
                        .map(each -> each.getValue().files() + " × " + each.getKey() + " "
                                + each.getValue().bytes())
                        .collect(Collectors.joining(", "));
    }
}
