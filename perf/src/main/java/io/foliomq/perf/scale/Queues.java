package io.foliomq.perf.scale;

/** The names of the queues. */
final class Queues {
    private Queues() {}

    static String name(int number) {
        return "queue-" + number;
    }
}
