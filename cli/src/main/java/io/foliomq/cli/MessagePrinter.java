package io.foliomq.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages in the forms that {@link MessageForm} gives them. */
final class MessagePrinter {
    private final Output output;

    MessagePrinter(Output output) {
        this.output = output;
    }

    void print(List<Map<String, @Nullable Object>> messages) {
        if (output.isJson()) {
            output.rows(messages);
            return;
        }
        messages.forEach(message -> {
            message.forEach(this::line);
            output.out().println();
        });
    }

    private void line(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> properties) {
            properties.forEach((property, text) -> output.out().println("  " + property + " = " + text));
        } else if (value != null && !Boolean.FALSE.equals(value)) {
            output.out().println(name + ": " + value);
        }
    }
}
