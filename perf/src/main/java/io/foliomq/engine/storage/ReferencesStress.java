package io.foliomq.engine.storage;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** One lets go of a mapping while another wants it: nobody may use what was unmapped, and somebody must unmap it. */
@JCStressTest
@Outcome(id = "false, 1, true", expect = Expect.ACCEPTABLE, desc = "it was gone; the first unmapped it")
@Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE, desc = "acquired in time; whoever let go last unmapped it")
@Outcome(expect = Expect.FORBIDDEN, desc = "unmapped twice or never, or still counted after it was unmapped")
@State
public class ReferencesStress {
    private final References references = new References();
    private int byFirst;
    private int bySecond;

    @Actor
    public void first() {
        byFirst = references.release() ? 1 : 0;
    }

    @Actor
    public void second(ZIZ_Result result) {
        result.r1 = references.tryAcquire();
        if (result.r1) {
            bySecond = references.release() ? 1 : 0;
        }
    }

    @Arbiter
    public void unmappings(ZIZ_Result result) {
        result.r2 = byFirst + bySecond;
        // Gone for ever: nobody gets hold of it again.
        result.r3 = !references.tryAcquire();
    }
}
