package io.foliomq.perf.measure;

import io.foliomq.perf.contender.Sender;

/** The sending end of a phase. */
public final class Sending {
    private Sending() {}

    /**
     * How it went.
     *
     * @param sent messages; fewer than planned if they could not all be sent in twice the time
     * @param firstNanos when the first was due
     * @param lastNanos when the last was due
     */
    public record Pace(long planned, long sent, long firstNanos, long lastNanos) {}

    /**
     * Sends at a fixed rate. Each stamp is the time at which the message was <em>due</em>: a stall makes every message behind it late, and that lateness counts.
     */
    public static Pace paced(Sender sender, long perSecond, long count) {
        double interval = 1e9 / perSecond;
        long start = System.nanoTime() + 1_000_000;
        long limit = start + 2 * (long) (count * interval) + 1_000_000_000L;
        long due = start;
        for (long i = 0; i < count; i++) {
            due = start + (long) (i * interval);
            long now = System.nanoTime();
            if (now > limit) {
                return new Pace(count, i, start, due);
            }
            while (now < due) {
                Thread.onSpinWait();
                now = System.nanoTime();
            }
            sender.send(due);
        }
        return new Pace(count, count, start, due);
    }

    /** Sends as fast as it goes. */
    public static void flatOut(Sender sender, long count) {
        for (long i = 0; i < count; i++) {
            sender.send(i);
        }
    }

    /** Ends the phase for the far end. */
    public static void end(Sender sender) {
        sender.send(Phase.END);
    }
}
