package io.foliomq.engine.crash;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A working process whose threads are stopped at points, and that is killed then. */
final class Victim implements AutoCloseable {
    /** How long the others may take once the first thread has stopped: one may stand where another waits for it. */
    private static final long GRACE_MS = 600;

    private static final String REACHED = "reached ";

    private final ChildJvm child;

    Victim(ChildJvm child) {
        // What it is to be stopped at may come seconds after what leads to it.
        this.child = child.patience(Duration.ofMinutes(2));
    }

    /** A thread stops at the given visit of the point. */
    void arm(CrashPoint point, int visit) {
        child.ask("arm " + point + " " + visit);
    }

    /** Does one thing more, at which a thread may stop. */
    void ask(String command) {
        child.ask(command);
    }

    /** Works, and has warmed up: every thread is as likely to get to its point as the others. */
    void work() {
        CrashScene.work(child);
        child.ask("warm");
    }

    void awaitStopped(CrashPoint point) {
        child.awaitLine(line -> line.equals(REACHED + point), REACHED + point);
    }

    /** Awaits that a thread has stopped at one of the points; says at which of them threads have stopped. */
    List<CrashPoint> awaitStopped(List<CrashPoint> armed) {
        List<CrashPoint> reached = new ArrayList<>();
        reached.add(CrashPoint.valueOf(child.await("reached")));
        while (reached.size() < armed.size()) {
            Optional<CrashPoint> next = next();
            if (next.isEmpty()) {
                break;
            }
            reached.add(next.get());
        }
        return reached;
    }

    private Optional<CrashPoint> next() {
        try {
            Awaitility.await()
                    .atMost(GRACE_MS, TimeUnit.MILLISECONDS)
                    .pollInterval(2, TimeUnit.MILLISECONDS)
                    .until(() -> child.pending().stream().anyMatch(line -> line.startsWith(REACHED)));
            return Optional.of(CrashPoint.valueOf(child.await("reached")));
        } catch (ConditionTimeoutException none) {
            return Optional.empty();
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        try (child) {
            child.kill();
            child.awaitExit();
            CrashScene.assertHealthy(child);
        }
    }
}
