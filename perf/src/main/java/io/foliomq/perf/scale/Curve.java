package io.foliomq.perf.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What there is more and more of. */
enum Curve {
    CONSUMERS("Competing consumers", "1 producer, n sessions with a listener each, of one queue", 2, 32) {
        @Override
        Crowd at(int count) {
            return new Crowd(1, 1, count, 1, 1);
        }
    },
    PRODUCERS("Producers", "n producers, 1 consumer of one queue", 2, 16) {
        @Override
        Crowd at(int count) {
            return new Crowd(1, count, 1, 1, 1);
        }
    },
    PROCESSES("Processes", "n processes with a producer and a consumer each, of one queue", 2, 8) {
        @Override
        Crowd at(int count) {
            return new Crowd(count, 1, 1, 1, 1);
        }
    },
    DESTINATIONS("Destinations", "1 producer, n queues with a session and its thread each", 10, 1_000) {
        @Override
        Crowd at(int count) {
            return new Crowd(1, 1, count, 1, count);
        }
    },
    LISTENERS("Destinations in one session", "1 producer, n queues, one session with n listeners", 10, 1_000) {
        @Override
        Crowd at(int count) {
            return new Crowd(1, 1, 1, count, count);
        }
    };

    private final String title;
    private final String text;
    private final int factor;
    private final int most;

    /** @param factor from one count to the next */
    Curve(String title, String text, int factor, int most) {
        this.title = title;
        this.text = text;
        this.factor = factor;
        this.most = most;
    }

    abstract Crowd at(int count);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** What is there at n. */
    String text() {
        return text;
    }

    /** From one to the most. */
    List<Integer> counts() {
        List<Integer> counts = new ArrayList<>();
        for (int count = 1; count <= most; count *= factor) {
            counts.add(count);
        }
        return counts;
    }
}
