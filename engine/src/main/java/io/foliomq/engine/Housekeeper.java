package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/** The one background thread of a store in this process: preallocates segments, deletes settled ones, syncs in groups. Idle when nobody asks. */
final class Housekeeper implements AutoCloseable {
    private static final long SWEEP_DELAY_MS = 20;
    /** A second look, for what was still under lease at the first. */
    private static final long SWEEP_AGAIN_MS = 1_000;

    private final ErrorHandler errorHandler;
    private final int groupMillis;
    private final ScheduledThreadPoolExecutor executor;
    private final Set<Object> asked = ConcurrentHashMap.newKeySet();

    Housekeeper(ErrorHandler errorHandler, int groupMillis) {
        this.errorHandler = errorHandler;
        this.groupMillis = groupMillis;
        this.executor = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "foliomq-housekeeper");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private record Sweep(StoredDestination destination) {}

    private record Spare(Lane lane) {}

    private record Sync(Lane lane) {}

    void sweepSoon(StoredDestination destination) {
        ask(new Sweep(destination), SWEEP_DELAY_MS, () -> {
            destination.sweep();
            ask(new Sweep(destination), SWEEP_AGAIN_MS, destination::sweep);
        });
    }

    void spareSoon(Lane lane) {
        ask(new Spare(lane), 0, lane::makeSpare);
    }

    void syncSoon(Lane lane) {
        ask(new Sync(lane), groupMillis, () -> lane.sync(lane.appended()));
    }

    private void ask(Object what, long delayMs, Runnable task) {
        if (asked.contains(what) || !asked.add(what)) {
            return;
        }
        try {
            ScheduledFuture<?> unused = executor.schedule(() -> run(what, task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            asked.remove(what);
        }
    }

    private void run(Object what, Runnable task) {
        asked.remove(what);
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            errorHandler.onError(e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
