package io.foliomq.engine.member;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One goes to sleep while another makes it a reason not to. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "it sees the reason, and is rung in vain")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "it sees the reason")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "it sleeps, and is rung")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it sleeps, and nobody rings: a lost wake-up")
@State
public class SleeperStress {
    private static final int SLOT = 70;

    private final SleeperSet sleepers = new SleeperSet(new UnsafeBuffer(new byte[SleeperSetDescriptor.LENGTH]), 0);
    private final UnsafeBuffer published = new UnsafeBuffer(new byte[Long.BYTES]);
    private boolean rung;

    @Actor
    public void sleeper(ZZ_Result result) {
        sleepers.add(SLOT);
        result.r1 = published.getLongVolatile(0) != 0;
    }

    @Actor
    public void waker(ZZ_Result result) {
        published.putLongVolatile(0, 1);
        if (!sleepers.isEmpty()) {
            sleepers.drainTo(slot -> rung = slot == SLOT);
        }
        result.r2 = rung;
    }
}
