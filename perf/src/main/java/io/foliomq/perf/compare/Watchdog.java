package io.foliomq.perf.compare;

import io.foliomq.perf.measure.ChildProcess;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends a process that has not answered in time, so that one contender that hangs does not hold the others. */
final class Watchdog implements AutoCloseable {
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> end;

    private Watchdog(ScheduledFuture<?> end) {
        this.end = end;
    }

    static Watchdog over(ChildProcess process, long limitNanos) {
        return new Watchdog(TIMER.schedule(process::kill, limitNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        end.cancel(false);
    }
}
