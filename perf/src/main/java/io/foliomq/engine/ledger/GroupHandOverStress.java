package io.foliomq.engine.ledger;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One consumer releases a record, announces that, and gives its group up; another takes the group and looks at what was announced up to then. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "has the group and knows of the record")
@Outcome(id = "false, .*", expect = Expect.ACCEPTABLE, desc = "came too early: the group is the other's")
@Outcome(expect = Expect.FORBIDDEN, desc = "has the group and goes on behind the record")
@State
public class GroupHandOverStress {
    private static final int BUCKET = 7;
    private static final long SEQUENCE = 42;

    private final GroupTable table = new GroupTable(new UnsafeBuffer(new byte[GroupDescriptor.LENGTH]));
    private final ReleaseRing ring = new ReleaseRing(new UnsafeBuffer(new byte[SubscriptionDescriptor.TABLE_OFFSET]));

    public GroupHandOverStress() {
        if (!table.take(BUCKET, 1)) {
            throw new IllegalStateException("a new bucket has an owner");
        }
    }

    @Actor
    public void owner() {
        ring.announce(StressedLedger.LANE, SEQUENCE);
        table.free(BUCKET, 1);
    }

    @Actor
    public void heir(ZZ_Result result) {
        result.r1 = table.take(BUCKET, 2);
        boolean[] known = {false};
        long needed = ring.tail();
        long read = ring.read(0, (lane, sequence) -> known[0] |= sequence == SEQUENCE);
        result.r2 = known[0] && read >= needed;
    }
}
