package io.foliomq.jms.session;

import io.foliomq.engine.BranchId;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The branches of this process that are neither prepared nor over, by store: a transaction manager may begin one on one connection and go on with it on another. Thread-safe.
 */
final class LiveBranches {
    private static final LiveBranches INSTANCE = new LiveBranches();

    private final ConcurrentMap<Key, Branch> branches = new ConcurrentHashMap<>();
    // Those of whose rollback by somebody else a transaction manager was told, until it forgets them.
    private final Set<Key> heuristic = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledThreadPoolExecutor timer;

    private record Key(Path store, BranchId branch) {}

    private LiveBranches() {}

    static LiveBranches ofThisProcess() {
        return INSTANCE;
    }

    @Nullable
    Branch find(Path store, BranchId branch) {
        return branches.get(new Key(store, branch));
    }

    /** {@code false} if there is one of this name. */
    boolean add(Path store, Branch branch) {
        return branches.putIfAbsent(new Key(store, branch.id()), branch) == null;
    }

    void remove(Path store, Branch branch) {
        branches.remove(new Key(store, branch.id()), branch);
    }

    void noteHeuristic(Path store, BranchId branch) {
        heuristic.add(new Key(store, branch));
    }

    boolean forgetHeuristic(Path store, BranchId branch) {
        return heuristic.remove(new Key(store, branch));
    }

    /** Rolls the branch back if it still lives after this time. */
    synchronized void rollBackAfter(Branch branch, int seconds) {
        ScheduledThreadPoolExecutor executor = timer;
        if (executor == null) {
            executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("folio-branch-timeouts"));
            executor.setRemoveOnCancelPolicy(true);
            executor.setKeepAliveTime(1, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            timer = executor;
        }
        Future<?> task = executor.schedule(
                () -> branch.rollback(Branch.State.TIMED_OUT, new Recovery()), seconds, TimeUnit.SECONDS);
        branch.timeout(task);
    }
}
