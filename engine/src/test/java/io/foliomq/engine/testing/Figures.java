package io.foliomq.engine.testing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What all rounds of a campaign did and found together, printed in one line that {@code engine/campaigns} gathers. Thread-safe. */
public final class Figures {
    private final String campaign;
    private final Map<String, Long> values = new LinkedHashMap<>();

    public Figures(String campaign) {
        this.campaign = campaign;
    }

    /** Adds to what was counted so far. */
    public synchronized Figures add(String what, long count) {
        values.merge(what, count, Long::sum);
        return this;
    }

    /** Keeps the largest. */
    public synchronized Figures most(String what, long value) {
        values.merge(what, value, Math::max);
        return this;
    }

    public synchronized void print() {
        System.out.println("figures: " + campaign + " | "
                + values.entrySet().stream()
                        .map(each -> each.getKey() + " " + String.format(Locale.ROOT, "%,d", each.getValue()))
                        .collect(Collectors.joining(", ")));
    }
}
