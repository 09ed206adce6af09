package io.foliomq.engine.testing;

import io.foliomq.engine.storage.CrashPoint;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stops the first thread of this JVM that reaches an armed point, until {@link #disarm}, and says {@code reached <point>}: then the test kills the process, which dies with that step undone. All other
 * threads go on until then.
 */
public final class CrashAt implements CrashPoint.Listener {
    /** JVM options of a child that can be armed. */
    public static final List<String> OPTIONS = List.of("-D" + CrashPoint.PROPERTY + "=" + CrashAt.class.getName());

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile @Nullable CrashPoint armed;

    /** From now on, the given visit of the point is the last. */
    public static void arm(CrashPoint point, int visit) {
        LEFT.set(visit);
        armed = point;
    }

    /** Lets the thread go on that was stopped. */
    public static void disarm() {
        armed = null;
    }

    @Override
    public void reached(CrashPoint point) {
        if (point == armed && LEFT.decrementAndGet() == 0) {
            ChildLines.say("reached " + point);
            while (armed == point) {
                LockSupport.parkNanos(this, PATIENCE_NANOS);
            }
        }
    }
}
