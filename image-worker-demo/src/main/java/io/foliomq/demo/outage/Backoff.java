package io.foliomq.demo.outage;

import java.time.Duration;

/** Waiting times that double from a first to a longest one. One thread. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The time to wait now; the next call answers twice as much, up to the longest. */
    public Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return now;
    }

    public void reset() {
        next = first;
    }
}
