package io.foliomq.engine.member;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two members whose bits share a word go to sleep, and the second is at once drained again; then the set is drained once more. */
@JCStressTest
@Outcome(
        id = {"10, 1", "11, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "each is rung once")
@Outcome(expect = Expect.FORBIDDEN, desc = "one stays in a set that looks empty, or is rung twice")
@State
public class SleepersOfOneWordStress {
    private final SleeperSet sleepers = new SleeperSet(new UnsafeBuffer(new byte[SleeperSetDescriptor.LENGTH]), 0);
    private int rung;

    @Actor
    public void first() {
        sleepers.add(3);
    }

    @Actor
    public void second(II_Result result) {
        sleepers.add(4);
        result.r1 = drain();
    }

    @Arbiter
    public void nextWaker(II_Result result) {
        result.r2 = drain();
    }

    private int drain() {
        rung = 0;
        if (!sleepers.isEmpty()) {
            sleepers.drainTo(slot -> rung += slot == 3 ? 1 : 10);
        }
        return rung;
    }
}
