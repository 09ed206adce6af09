package io.foliomq.jms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a queue should hold: in order of delivery, with what was given out and how often. */
final class ModelledQueue {
    /** One message. */
    static final class Entry {
        final int number;
        final int priority;
        final boolean odd;
        private int arrival;
        int deliveries;
        boolean isOut;

        Entry(int number, int priority, boolean odd) {
            this.number = number;
            this.priority = priority;
            this.odd = odd;
        }
    }

    private static final Comparator<Entry> IN_ORDER =
            Comparator.<Entry>comparingInt(entry -> -entry.priority).thenComparingInt(entry -> entry.arrival);

    private final List<Entry> entries = new ArrayList<>();
    private int arrivals;

    void add(Entry entry) {
        entry.arrival = arrivals++;
        entries.add(entry);
        entries.sort(IN_ORDER);
    }

    /** The next that is not given out. */
    Optional<Entry> next(boolean oddOnly) {
        return entries.stream()
                .filter(entry -> !entry.isOut && (entry.odd || !oddOnly))
                .findFirst();
    }

    void settle(Entry entry) {
        entries.remove(entry);
    }

    void giveBack(Entry entry) {
        entry.isOut = false;
    }
}
