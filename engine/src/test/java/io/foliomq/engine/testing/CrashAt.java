package io.foliomq.engine.testing;

import io.foliomq.engine.storage.CrashPoint;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the thread of this JVM that reaches an armed point, until {@link #disarm}, and says {@code reached <point>}: then the test kills the process, which dies with that step undone. All other
 * threads go on until then. Several points can be armed: each stops one thread.
 */
public final class CrashAt implements CrashPoint.Listener {
    /** JVM options of a child that can be armed. */
    public static final List<String> OPTIONS = List.of("-D" + CrashPoint.PROPERTY + "=" + CrashAt.class.getName());

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** By point, the visits that are left; {@code null} where it is not armed. */
    private static final AtomicReferenceArray<AtomicInteger> LEFT =
            new AtomicReferenceArray<>(CrashPoint.values().length);

    private static volatile boolean freezes;
    private static volatile boolean frozen;

    /** Once a thread is stopped, every other that reaches any point stops there as well. */
    public static void freeze() {
        freezes = true;
    }

    /** From now on, the given visit of the point is the last. */
    public static void arm(CrashPoint point, int visit) {
        LEFT.set(point.ordinal(), new AtomicInteger(visit));
    }

    /** Lets all threads go on that were stopped. */
    public static void disarm() {
        for (int point = 0; point < LEFT.length(); point++) {
            LEFT.set(point, null);
        }
        frozen = false;
    }

    @Override
    public void reached(CrashPoint point) {
        while (frozen) {
            LockSupport.parkNanos(this, PATIENCE_NANOS);
        }
        AtomicInteger left = LEFT.get(point.ordinal());
        if (left != null && left.decrementAndGet() == 0) {
            frozen = freezes;
            ChildLines.say("reached " + point);
            while (LEFT.get(point.ordinal()) == left) {
                LockSupport.parkNanos(this, PATIENCE_NANOS);
            }
        }
    }
}
