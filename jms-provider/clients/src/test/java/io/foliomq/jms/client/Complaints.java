package io.foliomq.jms.client;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Warnings that the provider logs, and errors. */
final class Complaints extends Handler {
    private static final Logger PROVIDER = Logger.getLogger("io.foliomq");

    private final List<String> heard = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    void begin() {
        PROVIDER.addHandler(this);
    }

    void end() {
        PROVIDER.removeHandler(this);
    }

    synchronized void expect(String text) {
        expected.add(text);
    }

    synchronized List<String> unexpected() {
        return heard.stream()
                .filter(text -> expected.stream().noneMatch(text::contains))
                .toList();
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            heard.add(entry.getMessage() + (entry.getThrown() == null ? "" : ": " + entry.getThrown()));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
