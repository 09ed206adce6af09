package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/**
 * The background of a store in this process: one thread preallocates segments, deletes settled ones and empties those that are kept; another, with {@link Durability#GROUP} alone, syncs, and waits for nothing of that. Idle
 * when nobody asks.
 */
final class Housekeeper implements AutoCloseable {
    private static final long SWEEP_DELAY_MS = 20;
    /** To look at a segment that is kept takes a tenth of a millisecond: with so many to each, sweeps take a fifth of the time at most. */
    private static final int KEPT_A_MS = 2;
    /** A second look, for what was still under lease at the first. */
    private static final long SWEEP_AGAIN_MS = 1_000;

    private static final long RETRY_MS = 500;

    private final ErrorHandler errorHandler;
    private final int groupMillis;
    private final ScheduledThreadPoolExecutor executor = oneThread("foliomq-housekeeper");
    private final ScheduledThreadPoolExecutor syncing = oneThread("foliomq-sync");
    // What was asked for and has not begun.
    private final Set<StoredDestination> sweeps = ConcurrentHashMap.newKeySet();
    // Apart: who leaves a segment meanwhile does not wait for it.
    private final Set<StoredDestination> secondSweeps = ConcurrentHashMap.newKeySet();
    private final Set<StoredDestination> looks = ConcurrentHashMap.newKeySet();
    private final Set<StoredDestination> idleLooks = ConcurrentHashMap.newKeySet();
    private final Set<Lane> spares = ConcurrentHashMap.newKeySet();
    private final Set<Lane> syncs = ConcurrentHashMap.newKeySet();

    Housekeeper(ErrorHandler errorHandler, int groupMillis) {
        this.errorHandler = errorHandler;
        this.groupMillis = groupMillis;
    }

    /** Begun with its first task. */
    private static ScheduledThreadPoolExecutor oneThread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    void sweepSoon(StoredDestination destination) {
        if (isNew(sweeps, destination)) {
            schedule(sweeps, destination, SWEEP_DELAY_MS + destination.keptSegments() / KEPT_A_MS, () -> {
                destination.sweep();
                // One that is deleted is let go of, with its mappings.
                if (!destination.isDeleted() && isNew(secondSweeps, destination)) {
                    schedule(secondSweeps, destination, SWEEP_AGAIN_MS, destination::sweep);
                }
            });
        }
    }

    /** Looks at what segments that are kept hold for nothing, one after the other, and again for as long as the destination wants it: what is urgent comes in between. */
    void lookSoon(StoredDestination destination, long delayMs) {
        look(looks, destination, delayMs);
    }

    private void look(Set<StoredDestination> asked, StoredDestination destination, long delayMs) {
        if (isNew(asked, destination)) {
            schedule(asked, destination, delayMs, () -> {
                long next = destination.lookAtPinned();
                if (next >= 0) {
                    look(next < PinnedSegments.IDLE_DELAY_MS ? looks : idleLooks, destination, next);
                }
            });
        }
    }

    /** Does it soon, and again until it does not fail. */
    void retry(Runnable task) {
        try {
            ScheduledFuture<?> unused = executor.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException | Error e) {
                            errorHandler.onError(e);
                            retry(task);
                        }
                    },
                    RETRY_MS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It is done when the store is closed.
            return;
        }
    }

    /** Called with every append until the spare is there: allocates nothing then. */
    void spareSoon(Lane lane) {
        if (isNew(spares, lane)) {
            schedule(spares, lane, 0, lane::makeSpare);
        }
    }

    /** Called with every append: allocates nothing while a sync is due. */
    void syncSoon(Lane lane) {
        if (isNew(syncs, lane)) {
            schedule(syncing, syncs, lane, groupMillis, () -> lane.sync(lane.appended()));
        }
    }

    private static <T> boolean isNew(Set<T> asked, T what) {
        return !asked.contains(what) && asked.add(what);
    }

    private <T> void schedule(Set<T> asked, T what, long delayMs, Runnable task) {
        schedule(executor, asked, what, delayMs, task);
    }

    private <T> void schedule(ScheduledThreadPoolExecutor on, Set<T> asked, T what, long delayMs, Runnable task) {
        try {
            ScheduledFuture<?> unused = on.schedule(() -> run(asked, what, task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            asked.remove(what);
        }
    }

    private <T> void run(Set<T> asked, T what, Runnable task) {
        asked.remove(what);
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            errorHandler.onError(e);
        }
    }

    @Override
    public void close() {
        syncing.shutdown();
        executor.shutdown();
        boolean ended = end(syncing) & end(executor);
        if (ended) {
            // Nobody else may come to do it for a long time. While the thread is in a sweep that does not end, nobody
            // else may sweep.
            sweeps.forEach(destination -> run(sweeps, destination, destination::sweep));
        }
        // What was appended last survives a power loss too.
        syncs.forEach(lane -> run(syncs, lane, () -> lane.sync(lane.appended())));
    }

    private static boolean end(ScheduledThreadPoolExecutor executor) {
        try {
            return executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            executor.shutdownNow();
        }
    }
}
