package io.foliomq.engine.ledger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two consumers want one record. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first has the lease, and the slot says so")
@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "the second has the lease, and the slot says so")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or none has it, or the slot names the wrong one")
@State
public class LeaseStress {
    private final long sequence = StressedLedger.freshSequence();
    private final Consumer first = StressedLedger.consumer(StressedLedger.entry(), 1);
    private final Consumer second = StressedLedger.consumer(StressedLedger.entry(), 2);

    @Actor
    public void first(ZZI_Result result) {
        result.r1 = take(first);
    }

    @Actor
    public void second(ZZI_Result result) {
        result.r2 = take(second);
    }

    @Arbiter
    public void lessee(ZZI_Result result) {
        result.r3 = Slot.consumer(StressedLedger.SLOTS.get(sequence));
    }

    private boolean take(Consumer consumer) {
        long seen = StressedLedger.SLOTS.get(sequence);
        return Slot.isReady(seen)
                && consumer.lease(StressedLedger.LANE, StressedLedger.SLOTS, sequence, seen, GroupTable.NO_BUCKET);
    }
}
