package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.measure.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The JVM of one contender: plays one cell after the other, as it is told line by line, and ends when nobody tells it any more. */
final class Stage {
    private Stage() {}

    public static void main(String[] words) throws IOException {
        PrintStream answers = System.out;
        // What a library prints must not look like an answer.
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(obey(order.split(" ")));
            answers.flush();
        }
        System.exit(0);
    }

    /** An order: {@code play}, seconds to warm up, seconds that count, the directory for files, the cell. */
    private static String obey(String[] words) {
        Duration duration = new Duration(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        Cell cell = Cell.ofWords(words, 4);
        try (Workspace workspace = Workspace.in(Path.of(words[3]))) {
            return "play ok "
                    + cell.kind().play(cell, workspace.path(), duration).toLine();
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            return "play failed " + e.toString().replace('\n', ' ');
        }
    }
}
