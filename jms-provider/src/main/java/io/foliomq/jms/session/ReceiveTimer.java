package io.foliomq.jms.session;

import org.agrona.concurrent.NanoClock;

/** How long a receive may still wait. Goes on while the connection is stopped. */
final class ReceiveTimer {
    private final NanoClock clock;
    private final long timeoutNanos;
    private final long start;

    /** @param timeoutNanos {@link Long#MAX_VALUE} = without end */
    ReceiveTimer(NanoClock clock, long timeoutNanos) {
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.start = isMeasured() ? clock.nanoTime() : 0;
    }

    private boolean isMeasured() {
        return timeoutNanos > 0 && timeoutNanos != Long.MAX_VALUE;
    }

    boolean isOver() {
        return remainingNanos() <= 0;
    }

    long remainingNanos() {
        return isMeasured() ? timeoutNanos - (clock.nanoTime() - start) : timeoutNanos;
    }
}
