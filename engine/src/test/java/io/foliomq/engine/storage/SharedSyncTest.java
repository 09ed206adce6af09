package io.foliomq.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedSyncTest {
    private static final int OTHERS = 7;

    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore mayEnd = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger returned = new AtomicInteger();
    private volatile boolean failing;
    private volatile LongSupplier clock = () -> 0;
    private final SharedSync sync = new SharedSync(this::force, () -> clock.getAsLong());

    private void force() {
        begun.incrementAndGet();
        mayEnd.acquireUninterruptibly();
        if (failing) {
            throw new StoreFault(StoreFault.Kind.IO, "disk is gone");
        }
    }

    private Thread call() {
        Thread thread = new Thread(() -> {
            try {
                sync.force();
                returned.incrementAndGet();
            } catch (StoreFault e) {
                failures.add(e);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void callWhileOneRuns(int others) {
        call();
        await().until(() -> begun.get() == 1);
        for (int i = 0; i < others; i++) {
            sleeping(call());
        }
    }

    private static void sleeping(Thread thread) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.WAITING);
    }

    @AfterEach
    void end() throws InterruptedException {
        mayEnd.release(1_000);
        for (Thread thread : threads) {
            thread.join(10_000);
        }
    }

    @Test
    void shouldCoverAllWhoCameMeanwhileByOneForce() {
        callWhileOneRuns(OTHERS);
        mayEnd.release(2);
        await().until(() -> returned.get() == 1 + OTHERS);
        assertThat(begun).hasValue(2);
    }

    @Test
    void shouldNotBeCoveredByAForceThatBeganBefore() {
        callWhileOneRuns(OTHERS);
        mayEnd.release();
        await().until(() -> begun.get() == 2);
        await().until(() -> returned.get() == 1);
        for (Thread other : threads.subList(1, threads.size())) {
            assertThat(other.isAlive()).isTrue();
        }
        assertThat(returned).hasValue(1);
    }

    @Test
    void shouldFailAllWhomAFailedForceWasToCover() {
        callWhileOneRuns(OTHERS);
        failing = true;
        mayEnd.release(2);
        await().until(() -> failures.size() == 1 + OTHERS);
        assertThat(begun).hasValue(2);
        assertThat(failures).allMatch(failure -> failure.toString().contains("disk is gone"));
        failing = false;
        mayEnd.release();
        sync.force();
        assertThat(begun).hasValue(3);
    }

    @Test
    void shouldThrowWhatTheForceThrewToWhoLedIt() {
        failing = true;
        mayEnd.release();
        assertThatThrownBy(sync::force).isInstanceOf(StoreFault.class).hasMessage("disk is gone");
    }

    @Test
    void shouldGoOnUnderAnInterruptWhichStaysSet() throws InterruptedException {
        callWhileOneRuns(1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread follower = new Thread(() -> {
            sync.force();
            interrupted.set(Thread.interrupted() ? 1 : 2);
        });
        threads.add(follower);
        follower.start();
        sleeping(follower);
        follower.interrupt();
        mayEnd.release(2);
        follower.join();
        assertThat(interrupted).hasValue(1);
        assertThat(begun).hasValue(2);
    }

    @Test
    void shouldWaitForWhoWasHereLately() {
        callWhileOneRuns(1);
        Thread first = threads.get(0);
        Thread second = threads.get(1);
        AtomicInteger looks = new AtomicInteger();
        clock = () -> {
            if (Thread.currentThread() == second && looks.getAndIncrement() == 0) {
                // The second leads, and there were two when it came.
                sleeping(call());
            }
            return Thread.currentThread() == first ? 1_000_000 : 0;
        };
        mayEnd.release(2);
        await().until(() -> returned.get() == 3);
        assertThat(begun).hasValue(2);
    }

    @Test
    void shouldHaveForcedWhatACallerWroteBefore() throws InterruptedException {
        int writers = 8;
        AtomicIntegerArray written = new AtomicIntegerArray(writers);
        int[] forced = new int[writers];
        SharedSync shared = new SharedSync(
                () -> {
                    for (int i = 0; i < writers; i++) {
                        forced[i] = written.get(i);
                        Thread.yield();
                    }
                },
                System::nanoTime);
        for (int i = 0; i < writers; i++) {
            int writer = i;
            Thread thread = new Thread(() -> {
                for (int n = 1; n <= 1_000; n++) {
                    written.set(writer, n);
                    shared.force();
                    if (forced[writer] < n) {
                        failures.add(new AssertionError("not forced: writer=" + writer + ", wrote=" + n));
                    }
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(failures).isEmpty();
    }
}
