package io.foliomq.engine.ledger;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two consumers want one group that nobody has. */
@JCStressTest
@Outcome(id = "true, false, 2", expect = Expect.ACCEPTABLE, desc = "the first has it, and the table says so")
@Outcome(id = "false, true, 3", expect = Expect.ACCEPTABLE, desc = "the second has it, and the table says so")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or none has it, or the table names the wrong one")
@State
public class GroupTakeStress {
    private static final int BUCKET = 7;
    private final GroupTable table = new GroupTable(new UnsafeBuffer(new byte[GroupDescriptor.LENGTH]));

    @Actor
    public void first(ZZI_Result result) {
        result.r1 = table.take(BUCKET, 1);
    }

    @Actor
    public void second(ZZI_Result result) {
        result.r2 = table.take(BUCKET, 2);
    }

    @Arbiter
    public void owner(ZZI_Result result) {
        result.r3 = table.owner(BUCKET);
    }
}
