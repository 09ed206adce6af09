package io.foliomq.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command writes what it has to say: for people, or with {@code --json} for programs. */
final class Output {
    private static final Gson JSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** One thing: names and values, or JSON. */
    void object(Map<String, ? extends @Nullable Object> fields) {
        if (json) {
            out().println(JSON.toJson(fields));
            return;
        }
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        fields.forEach((name, value) -> {
            if (value instanceof Collection<?> rows && !rows.isEmpty()) {
                out().println(name + ":");
                table(maps(rows), "  ");
            } else {
                out().println(padded(name, width) + "  " + (value instanceof Collection ? "none" : text(value)));
            }
        });
    }

    /** Things of one kind: a table, or JSON. */
    void rows(List<Map<String, @Nullable Object>> rows) {
        if (json) {
            out().println(JSON.toJson(rows));
        } else {
            table(rows, "");
        }
    }

    @SuppressWarnings("unchecked") // what is handed in as rows
    private static List<Map<String, @Nullable Object>> maps(Collection<?> rows) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        rows.forEach(row -> maps.add((Map<String, @Nullable Object>) row));
        return maps;
    }

    private void table(List<Map<String, @Nullable Object>> rows, String indent) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> row : rows) {
            row.forEach((name, value) ->
                    widths.merge(name, Math.max(name.length(), text(value).length()), Math::max));
        }
        if (!widths.isEmpty()) {
            StringBuilder head = new StringBuilder(indent);
            widths.forEach((name, width) -> head.append(padded(name, width)).append("  "));
            out().println(head.toString().stripTrailing());
        }
        for (Map<String, @Nullable Object> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            widths.forEach((name, width) ->
                    line.append(padded(text(row.get(name)), width)).append("  "));
            out().println(line.toString().stripTrailing());
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
