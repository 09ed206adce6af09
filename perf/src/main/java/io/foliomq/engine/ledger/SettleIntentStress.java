package io.foliomq.engine.ledger;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/**
 * A consumer settles a record; at some instant it dies, and a reaper finds what it had stored by then. The reaper here reads at any instant instead: whatever it sees in this order is
 * what a death could leave.
 */
@JCStressTest
@Outcome(id = "false, .*, .*", expect = Expect.ACCEPTABLE, desc = "not settled yet: nothing to be counted")
@Outcome(id = "true, true, 0", expect = Expect.ACCEPTABLE, desc = "settled, not counted: the intent says so")
@Outcome(id = "true, .*, 1", expect = Expect.ACCEPTABLE, desc = "settled and counted")
@Outcome(id = "true, false, 0", expect = Expect.FORBIDDEN, desc = "settled, but nothing tells the reaper to count it")
@State
public class SettleIntentStress {
    private static final int LESSEE = 1;
    private static final int BYTES = 152;

    private final long sequence = StressedLedger.freshSequence();
    private final UnsafeBuffer entry = StressedLedger.entry();
    private final Consumer consumer = StressedLedger.consumer(entry, LESSEE);

    public SettleIntentStress() {
        consumer.lease(StressedLedger.LANE, StressedLedger.SLOTS, sequence, 0, GroupTable.NO_BUCKET);
    }

    @Actor
    public void settle() {
        consumer.settle(
                StressedLedger.LANE,
                StressedLedger.SLOTS,
                sequence,
                SlotState.ACKNOWLEDGED,
                BYTES,
                GroupTable.NO_BUCKET,
                false);
    }

    @Actor
    public void reap(ZZJ_Result result) {
        result.r1 = Slot.state(StressedLedger.SLOTS.get(sequence)).isSettled();
        result.r2 = entry.getLongVolatile(ConsumerDescriptor.INTENT_OFFSET) != 0;
        result.r3 = entry.getLongVolatile(ConsumerDescriptor.SETTLED_OFFSET);
    }
}
