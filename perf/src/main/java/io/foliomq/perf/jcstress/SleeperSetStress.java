package io.foliomq.perf.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.foliomq.engine.member.SleeperSet;
import io.foliomq.engine.member.SleeperSetDescriptor;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** That no wake-up is lost between those who go to sleep and those who wake them. */
public final class SleeperSetStress {
    private static final int SLEEPER = 5;
    private static final int NEIGHBOUR = 6;
    private static final int FAR_AWAY = 700;

    private SleeperSetStress() {}

    private static SleeperSet newSet() {
        return new SleeperSet(new UnsafeBuffer(new byte[SleeperSetDescriptor.LENGTH]), 0);
    }

    /** Counts the rings of one slot; used by one thread. */
    private static int ringsOf(int slot, SleeperSet set) {
        int[] rings = new int[1];
        if (!set.isEmpty()) {
            set.drainTo(each -> rings[0] += each == slot ? 1 : 0);
        }
        return rings[0];
    }

    /** One falls asleep while another has something for it. The work itself is a plain field: the fences of the protocol carry it. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The sleeper saw the work before it slept.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The sleeper missed the work and was rung.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The sleeper saw the work and was rung in vain.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The sleeper missed the work and sleeps for ever.")
    public static class OneWaker {
        private final SleeperSet set = newSet();
        private int work;

        @Actor
        public void sleeper(II_Result seenAndRung) {
            set.add(SLEEPER);
            seenAndRung.r1 = work;
        }

        @Actor
        public void waker(II_Result seenAndRung) {
            work = 1;
            VarHandle.fullFence();
            seenAndRung.r2 = ringsOf(SLEEPER, set);
        }
    }

    /** The same, but the sleeper was in the set already, as after a wake-up in vain, or for another thread of its member. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The sleeper saw the work before it slept.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The sleeper missed the work and was rung.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The sleeper saw the work and was rung in vain.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The sleeper missed the work and sleeps for ever.")
    public static class SleepsAlready {
        private final SleeperSet set = newSet();
        private int work;

        public SleepsAlready() {
            set.add(SLEEPER);
        }

        @Actor
        public void sleeper(II_Result seenAndRung) {
            set.add(SLEEPER);
            seenAndRung.r1 = work;
        }

        @Actor
        public void waker(II_Result seenAndRung) {
            work = 1;
            VarHandle.fullFence();
            seenAndRung.r2 = ringsOf(SLEEPER, set);
        }
    }

    /** Two have something for the sleeper: it sees either, or one of them rings it, and never both. Runs on three processors or more. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 0", "1, 1, 0", "1, 0, 1"},
            expect = ACCEPTABLE,
            desc = "The sleeper saw work.")
    @Outcome(
            id = {"0, 1, 0", "0, 0, 1"},
            expect = ACCEPTABLE,
            desc = "The sleeper missed both and was rung by one.")
    @Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "The sleeper missed both and sleeps for ever.")
    @Outcome(id = ".*, 1, 1", expect = FORBIDDEN, desc = "Both took the same sleeper.")
    public static class TwoWakers {
        private final SleeperSet set = newSet();
        private int firstWork;
        private int secondWork;

        @Actor
        public void sleeper(III_Result seenAndRung) {
            set.add(SLEEPER);
            seenAndRung.r1 = firstWork | secondWork;
        }

        @Actor
        public void first(III_Result seenAndRung) {
            firstWork = 1;
            VarHandle.fullFence();
            seenAndRung.r2 = ringsOf(SLEEPER, set);
        }

        @Actor
        public void second(III_Result seenAndRung) {
            secondWork = 1;
            VarHandle.fullFence();
            seenAndRung.r3 = ringsOf(SLEEPER, set);
        }
    }

    /** Two drain at once: whoever sleeps is rung by one of them. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "One of them took the sleeper.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody took the sleeper, who sleeps for ever.")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the same sleeper.")
    public static class TwoDrain {
        private final SleeperSet set = newSet();

        public TwoDrain() {
            set.add(NEIGHBOUR);
            set.add(SLEEPER);
            set.add(FAR_AWAY);
        }

        @Actor
        public void first(II_Result rung) {
            rung.r1 = ringsOf(SLEEPER, set);
        }

        @Actor
        public void second(II_Result rung) {
            rung.r2 = ringsOf(SLEEPER, set);
        }
    }

    /** Somebody arrives in two words, one of them in use, while the set is drained: each is passed on or found later. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Each was found once.")
    @Outcome(expect = FORBIDDEN, desc = "Somebody was lost, or found twice.")
    public static class AddWhileDrained {
        private final SleeperSet set = newSet();
        private final int[] found = new int[FAR_AWAY + 1];

        public AddWhileDrained() {
            set.add(NEIGHBOUR);
        }

        @Actor
        public void sleepers() {
            set.add(SLEEPER);
            set.add(FAR_AWAY);
        }

        @Actor
        public void waker() {
            set.drainTo(slot -> found[slot]++);
        }

        @Arbiter
        public void rest(III_Result times) {
            if (!set.isEmpty()) {
                set.drainTo(slot -> found[slot]++);
            }
            times.r1 = found[SLEEPER];
            times.r2 = found[NEIGHBOUR];
            times.r3 = found[FAR_AWAY];
        }
    }

    /** One leaves while its neighbour in the word arrives. */
    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "One left, the other stayed.")
    @Outcome(expect = FORBIDDEN, desc = "One took the other along, or did not leave.")
    public static class LeaveWhileOthersArrive {
        private final SleeperSet set = newSet();

        public LeaveWhileOthersArrive() {
            set.add(SLEEPER);
        }

        @Actor
        public void leaver() {
            set.remove(SLEEPER);
        }

        @Actor
        public void neighbour() {
            set.add(NEIGHBOUR);
        }

        @Arbiter
        public void rest(II_Result times) {
            int[] found = new int[FAR_AWAY + 1];
            if (!set.isEmpty()) {
                set.drainTo(slot -> found[slot]++);
            }
            times.r1 = found[SLEEPER];
            times.r2 = found[NEIGHBOUR];
        }
    }
}
