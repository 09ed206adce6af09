package io.foliomq.perf.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The page: an introduction, which is the same for all, and a part for each command. A command writes its own part anew and leaves
 * those of the others as they are, in the order of {@link Part}. Not for several commands at once.
 */
public final class PerformancePage {
    private static final String MARK = "<!-- written by: ";
    private static final String END_OF_MARK = " -->";

    /** Who writes what. */
    public enum Part {
        COMPARISON("perf/compare"),
        SCALE("perf/run scale"),
        BENCHMARKS("perf/run parts");

        private final String command;

        Part(String command) {
            this.command = command;
        }

        private String mark() {
            return MARK + command + END_OF_MARK;
        }
    }

    private final Path file;

    private PerformancePage(Path file) {
        this.file = file;
    }

    public static PerformancePage at(Path file) {
        return new PerformancePage(file);
    }

    /** Replaces a part, or adds it. A file without any part is written anew. */
    public void write(Part part, String text) {
        try {
            Map<Part, String> parts = read();
            parts.put(part, text);
            StringBuilder page = new StringBuilder(introduction().strip()).append('\n');
            parts.forEach((written, own) -> page.append('\n')
                    .append(written.mark())
                    .append("\n\n")
                    .append(own.strip())
                    .append('\n'));
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write page: file=" + file, e);
        }
    }

    private Map<Part, String> read() throws IOException {
        Map<Part, String> parts = new EnumMap<>(Part.class);
        if (Files.exists(file)) {
            String page = Files.readString(file, StandardCharsets.UTF_8);
            for (Part part : Part.values()) {
                int mark = page.indexOf(part.mark() + "\n");
                if (mark >= 0) {
                    int start = mark + part.mark().length();
                    int end = page.indexOf("\n" + MARK, start);
                    parts.put(part, page.substring(start, end < 0 ? page.length() : end));
                }
            }
        }
        return parts;
    }

    private static String introduction() throws IOException {
        try (InputStream text = PerformancePage.class.getResourceAsStream("/performance-introduction.md")) {
            return new String(Objects.requireNonNull(text, "introduction").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
