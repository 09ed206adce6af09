package io.foliomq.engine.storage;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two members add to a plain field under the mutex. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were inside, or one did not see what the other wrote")
@State
public class MappedMutexStress {
    private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);
    private final MappedMutex first = mutex(1);
    private final MappedMutex second = mutex(2);
    private int guarded;

    private MappedMutex mutex(long token) {
        return new MappedMutex(
                word, 0, new LivingMember(token), SystemNanoClock.INSTANCE, TimeUnit.SECONDS.toNanos(30), "stressed");
    }

    @Actor
    public void first() {
        first.lock();
        guarded++;
        first.unlock();
    }

    @Actor
    public void second() {
        second.lock();
        guarded++;
        second.unlock();
    }

    @Arbiter
    public void sum(I_Result result) {
        result.r1 = guarded;
    }

    private static final class LivingMember implements Holder {
        private final long token;

        LivingMember(long token) {
            this.token = token;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public boolean isAlive(long other) {
            return true;
        }

        @Override
        public String describe(long other) {
            return "token=" + other;
        }
    }
}
