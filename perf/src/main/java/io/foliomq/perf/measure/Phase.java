package io.foliomq.perf.measure;

import io.foliomq.perf.contender.Receiver;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Receives what one phase of a run sends. A message with the stamp {@link #END} is the phase's last. */
final class Phase {
    static final long END = Long.MAX_VALUE;
    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int EMPTY_SLICES = 6;
    private static final long LONGEST_LATENCY = TimeUnit.MINUTES.toNanos(10);

    private final Receiver receiver;
    private final boolean timed;
    private final Histogram latencies = new Histogram(LONGEST_LATENCY, 3);
    private long received;

    Phase(Receiver receiver, boolean timed) {
        this.receiver = receiver;
        this.timed = timed;
    }

    Tally run() {
        long cpu = ThisProcess.exactCpuNanos();
        long allocated = ThisProcess.allocatedBytes();
        if (timed) {
            receiveTimed();
        } else {
            receiveUntimed();
        }
        long last = System.nanoTime();
        return new Tally(
                received,
                last,
                ThisProcess.allocatedBytes() - allocated,
                Math.max(0, ThisProcess.exactCpuNanos() - cpu),
                latencies);
    }

    private void receiveTimed() {
        for (long stamp = next(); stamp != END; stamp = next()) {
            latencies.recordValue(Math.min(Math.max(0, System.nanoTime() - stamp), LONGEST_LATENCY));
            received++;
        }
    }

    private void receiveUntimed() {
        while (next() != END) {
            received++;
        }
    }

    private long next() {
        for (int empty = 0; empty < EMPTY_SLICES; empty++) {
            long stamp = receiver.receive(SLICE_NANOS);
            if (stamp != Receiver.NOTHING) {
                return stamp;
            }
        }
        throw new IllegalStateException("messages are missing: received=" + received + ", waitedSeconds="
                + TimeUnit.NANOSECONDS.toSeconds(SLICE_NANOS * EMPTY_SLICES));
    }
}
