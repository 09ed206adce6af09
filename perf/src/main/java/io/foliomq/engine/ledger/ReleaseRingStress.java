package io.foliomq.engine.ledger;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two announce; the second then reads, and reads again at the end: what it got meanwhile, and what was left for its next look. */
@JCStressTest
@Outcome(
        id = "0, 11",
        expect = Expect.ACCEPTABLE,
        desc = "the first is half announced before it: both at the next look")
@Outcome(id = "10, 1", expect = Expect.ACCEPTABLE, desc = "its own, the other at the next look")
@Outcome(id = "11, 0", expect = Expect.ACCEPTABLE, desc = "both at first, nothing more")
@Outcome(expect = Expect.FORBIDDEN, desc = "a release is lost, or told twice, or never happened")
@State
public class ReleaseRingStress {
    /** Each release adds its own number. */
    private static final long[] WEIGHTS = {1, 10};

    private final ReleaseRing ring = new ReleaseRing(new UnsafeBuffer(
            new byte[SubscriptionDescriptor.RING_OFFSET + SubscriptionDescriptor.RING_ENTRIES * Long.BYTES]));
    private long seen;
    private long sum;

    @Actor
    public void first() {
        ring.announce(StressedLanes.FIRST, 0);
    }

    @Actor
    public void second(JJ_Result result) {
        ring.announce(StressedLanes.SECOND, 1);
        result.r1 = read();
    }

    @Arbiter
    public void nextLook(JJ_Result result) {
        result.r2 = read();
    }

    private long read() {
        sum = 0;
        seen = ring.read(
                seen,
                (lane, sequence) ->
                        sum += lane == sequence && sequence < WEIGHTS.length ? WEIGHTS[(int) sequence] : 1_000);
        return sum;
    }

    /** The lane is the same number as the sequence, so that halves of different words show. */
    private static final class StressedLanes {
        static final int FIRST = 0;
        static final int SECOND = 1;
    }
}
