package io.foliomq.engine.ledger;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One consumer gives a record back while another looks at the slot, and then for what was announced. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "neither seen yet")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the slot looked leased, the announcement comes after it")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "released, not announced yet")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "released and announced")
@Outcome(
        id = ".*, 2",
        expect = Expect.FORBIDDEN,
        desc = "announced, but the slot is still leased: a tailer would pass it for ever")
@Outcome(expect = Expect.FORBIDDEN, desc = "the slot is neither leased nor ready")
@State
public class ReleaseAndLeaseStress {
    private static final int COUNTED = 1;

    private final UnsafeBuffer subscription = new UnsafeBuffer(
            new byte[SubscriptionDescriptor.RING_OFFSET + SubscriptionDescriptor.RING_ENTRIES * Long.BYTES]);
    private final ReleaseRing ring = new ReleaseRing(subscription);
    private final long sequence = StressedLedger.freshSequence();
    private int announced;

    public ReleaseAndLeaseStress() {
        StressedLedger.SLOTS.put(sequence, Slot.leased(0, COUNTED));
    }

    @Actor
    public void releaser() {
        StressedLedger.SLOTS.put(sequence, Slot.ready(StressedLedger.SLOTS.get(sequence)));
        ring.announce(StressedLedger.LANE, sequence);
    }

    @Actor
    public void tailer(II_Result result) {
        result.r1 = Slot.isReady(StressedLedger.SLOTS.get(sequence)) ? 1 : 0;
        ring.read(0, (lane, released) -> announced = released == sequence && isReady() ? 1 : 2);
        result.r2 = announced;
    }

    private boolean isReady() {
        return Slot.isReady(StressedLedger.SLOTS.get(sequence));
    }
}
