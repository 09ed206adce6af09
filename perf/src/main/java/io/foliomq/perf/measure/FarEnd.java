package io.foliomq.perf.measure;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;

/** The receiving end of a run. Phases follow each other: {@link #begin}, send, {@link Sending#end}, {@link #finish}. */
public interface FarEnd extends AutoCloseable {
    /** Opens a receiver: on a thread of this process, or in one of its own. Returns when it is open. */
    static FarEnd open(int processes, Contender contender, Setup setup) {
        return processes == 1 ? new NearbyEnd(contender, setup) : new RemoteEnd(contender, setup);
    }

    /** From now on messages are received; returns when the receiver listens. */
    void begin(boolean timed);

    /** Waits for the message that ends the phase. */
    Tally finish();

    /** Whether {@link Tally#cpuNanos} is that of another process than the sender's. */
    boolean isRemote();

    @Override
    void close();
}
